import assert from "node:assert/strict";
import { test } from "node:test";
import { selectNodes } from "../src/core/selection.ts";
import { createEditor } from "../src/state/editor.ts";
import { graph, node } from "./sample.ts";

function editor() {
  let now = 0;
  const made = createEditor(graph([node("a", "dense"), node("b", "dense")], "a.y>b.x"), () => now);
  return { ...made, later: (milliseconds: number) => (now += milliseconds) };
}

const typed = (value: number) => ({ kind: "set-param", node: "a", name: "width", value }) as const;

test("several commands of one gesture are one undo step", () => {
  const edit = editor();
  const before = edit.document();
  edit.run([typed(3), { kind: "remove-nodes", ids: ["b"] }]);
  edit.undo();
  assert.equal(edit.document(), before);
});

test("typing in one field melts into one step; a pause ends it", () => {
  const edit = editor();
  edit.run(typed(2));
  edit.later(300);
  edit.run(typed(25));
  edit.later(5000);
  edit.run(typed(256));
  edit.undo();
  assert.equal(edit.document().nodes[0]?.params.width, 25);
  edit.undo();
  assert.equal(edit.document().nodes[0]?.params.width, undefined);
});

test("holding an arrow key is one step, dragging twice is two", () => {
  const edit = editor();
  for (const x of [8, 16, 24]) edit.run({ kind: "move-nodes", positions: { a: [x, 0] }, nudge: true });
  edit.undo();
  assert.deepEqual(edit.document().nodes[0]?.position, [0, 0]);
  edit.run({ kind: "move-nodes", positions: { a: [8, 0] } });
  edit.run({ kind: "move-nodes", positions: { a: [16, 0] } });
  edit.undo();
  assert.deepEqual(edit.document().nodes[0]?.position, [8, 0]);
});

test("a new edit after an undo drops what could be redone", () => {
  const edit = editor();
  edit.run(typed(3));
  edit.undo();
  edit.run({ kind: "set-title", title: "other" });
  edit.redo();
  assert.equal(edit.document().nodes[0]?.params.width, undefined);
  assert.equal(edit.document().title, "other");
});

test("moving and naming ask Python nothing, wiring does", () => {
  const edit = editor();
  const { rev } = edit.store.get();
  edit.run({ kind: "move-nodes", positions: { a: [80, 0] } });
  edit.run({ kind: "set-title", title: "net" });
  assert.equal(edit.store.get().rev, rev);
  edit.run({ kind: "disconnect", edges: edit.document().edges });
  assert.equal(edit.store.get().rev, rev + 1);
});

test("an edit that changes nothing is no undo step", () => {
  const edit = editor();
  edit.run({ kind: "remove-nodes", ids: ["nobody"] });
  assert.equal(edit.store.get().history.past.length, 0);
});

test("what is deleted is no longer selected", () => {
  const edit = editor();
  edit.select(selectNodes(["a", "b"]));
  edit.run({ kind: "remove-nodes", ids: ["a"] });
  assert.deepEqual([...edit.store.get().selection.nodes], ["b"]);
});

test("opening another document can be undone", () => {
  const edit = editor();
  const before = edit.document();
  edit.run({ kind: "replace-document", document: graph([]) });
  edit.undo();
  assert.equal(edit.document(), before);
});
