import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, type Comparison, goneNodes, goneWires, nodeOfChange, wireName } from "../src/core/comparing.ts";
import { createComparing } from "../src/state/comparing.ts";
import { createEditor } from "../src/state/editor.ts";
import type { Server } from "../src/state/server.ts";
import { graph, node } from "./sample.ts";

const document = graph([node("image", "start"), node("head", "one")], "image.out>head.x");

const first = document.nodes[0]!;

test("what is gone is found by id", () => {
  const now = { ...document, nodes: document.nodes.slice(1), edges: [] };
  assert.deepEqual(goneNodes(document, now), [first]);
  assert.deepEqual(goneWires(document, now), document.edges);
  assert.deepEqual(goneNodes(document, document), []);
});

test("a change belongs to a node unless it is of a wire or of the document", () => {
  const change = (about: string, place: string): Change => ({ kind: "changed", about, place, before: "", after: "", said: "" });
  assert.equal(nodeOfChange(change("parameter", "conv.stride")), "conv");
  assert.equal(nodeOfChange(change("wire", "a.y -> b.x")), null);
  assert.equal(nodeOfChange(change("document", "title")), null);
  assert.equal(wireName({ source: "a", output: "y", target: "b", input: "x" }), "a.y -> b.x");
});

function comparing() {
  const asked: { before: string; after: string }[] = [];
  const result = { same: true, changes: [], nodes: {}, wires: {} } as unknown as Comparison;
  const server = {
    compare: (argument: { before: string; after: string }) => {
      asked.push(argument);
      return Promise.resolve({ ok: true, result });
    },
  } as unknown as Server;
  const editor = createEditor(document);
  return { asked, editor, state: createComparing(editor, server) };
}

test("nothing is asked until comparing is switched on", async () => {
  const { asked, editor, state } = comparing();
  editor.run({ kind: "set-title", title: "Another" });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(asked.length, 0);
  state.toggle();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(asked.length, 1);
  assert.ok(state.store.get().result);
  state.toggle();
  assert.equal(state.store.get().result, null);
  state.stop();
});

test("the document is held against how it was opened, some steps ago, or another", async () => {
  const { asked, editor, state } = comparing();
  editor.run({ kind: "set-label", node: first.id, label: "one" });
  editor.run({ kind: "remove-nodes", ids: [first.id] });
  const titles = () => asked.map(({ before }) => JSON.parse(before) as { nodes: { id: string; label?: string }[] });
  state.toggle();
  state.choose({ what: "steps", back: 1 });
  state.choose({ what: "other", title: "", document: { ...document, nodes: [], edges: [] } });
  await new Promise((resolve) => setTimeout(resolve, 10));
  const labels = titles().map(({ nodes = [] }) => nodes.find(({ id }) => id === first.id)?.label ?? null);
  assert.deepEqual(labels, [first.label || null, "one", null]);
  state.stop();
});
