import assert from "node:assert/strict";
import { test } from "node:test";
import { indexCatalogue, withGroups } from "../src/core/catalogue.ts";
import { paste } from "../src/core/clipboard.ts";
import { affinity } from "../src/core/compatible.ts";
import { type GraphDocument, nodeOf } from "../src/core/document.ts";
import { CANVAS, isFed, nearest, outwards, owners, placeable, putBack, shownAt, useCount, wayOf } from "../src/core/groups.ts";
import { reduce } from "../src/core/commands/index.ts";
import { createEditor } from "../src/state/editor.ts";
import { catalogue, graph, node } from "./sample.ts";

const inner = { id: "inner", title: "Inner", nodes: [node("d", "dense")], edges: [] };
const outer = { id: "outer", title: "Outer", nodes: [node("i", "inner"), node("j", "inner")], edges: [] };
const whole: GraphDocument = { ...graph([node("a", "outer"), node("b", "outer"), node("c", "dense")]), groups: [inner, outer] };
const deep = { group: null, way: ["a", "i"] };

test("a way leads through the nodes that were opened", () => {
  assert.deepEqual(wayOf(whole, deep)?.map(({ id }) => id), ["outer", "inner"]);
  assert.deepEqual(wayOf(whole, { group: "inner", way: [] })?.map(({ id }) => id), ["inner"]);
  assert.equal(wayOf(whole, { group: null, way: ["c"] }), null);
  assert.equal(wayOf(whole, { group: "gone", way: [] }), null);
});

test("a step may lead into what an edit puts in", () => {
  const edit = { do: "wrap", path: "p", block: "inner", params: {}, on: true } as const;
  const document = { ...graph([node("t", "trunk", { edits: [edit] })]), groups: [inner] };
  assert.deepEqual(wayOf(document, { group: null, way: ["t:0"] })?.map(({ id }) => id), ["inner"]);
  assert.equal(wayOf(document, { group: null, way: ["t:1"] }), null);
});

test("where a step is gone, the nearest level is shown", () => {
  assert.equal(nearest(whole, deep), deep);
  assert.deepEqual(nearest(whole, { group: null, way: ["a", "gone"] }), { group: null, way: ["a"] });
  assert.deepEqual(nearest(whole, { group: "gone", way: ["a"] }), CANVAS);
  assert.deepEqual([outwards(deep), outwards({ group: "inner", way: [] })], [{ group: null, way: ["a"] }, CANVAS]);
});

test("a change inside goes back into the group alone", () => {
  const shown = shownAt(whole, deep);
  assert.deepEqual(shown.nodes, inner.nodes);
  const next = putBack(whole, deep, reduce(shown, { kind: "add-nodes", nodes: [node("e", "dense")] }));
  assert.equal(next.nodes, whole.nodes);
  assert.equal(next.groups[1], outer);
  assert.deepEqual(next.groups[0]?.nodes.map(({ id }) => id), ["d", "e"]);
});

test("one undo stack serves all levels", () => {
  const editor = createEditor(whole, () => 0);
  editor.go(deep);
  editor.run({ kind: "set-param", node: "d", name: "width", value: 7 });
  editor.run({ kind: "set-title", title: "New" });
  editor.go(CANVAS);
  editor.run({ kind: "remove-nodes", ids: ["a", "b"] });
  assert.deepEqual([editor.whole().title, nodeOf(shownAt(editor.whole(), { group: "inner", way: [] }), "d")?.params.width], ["New", 7]);
  for (const _ of [1, 2, 3]) editor.undo();
  assert.deepEqual(editor.whole(), whole);
});

test("undoing what made a group steps out of it", () => {
  const editor = createEditor(graph([node("c", "dense")]), () => 0);
  editor.run({ kind: "replace-document", document: whole });
  editor.go(deep);
  assert.equal(editor.document().nodes.length, 1);
  editor.undo();
  assert.deepEqual([editor.store.get().where.way, editor.document()], [[], editor.whole()]);
});

test("what Python is asked names the whole document and the way", () => {
  const editor = createEditor(whole);
  editor.go(deep);
  const { document, ...where } = editor.asked();
  assert.deepEqual([JSON.parse(document).nodes.length, where], [3, deep]);
});

test("a group counts wherever it is used, and goes only when it is not", () => {
  assert.deepEqual([useCount(whole, "inner"), useCount(whole, "outer")], [2, 2]);
  assert.equal(reduce(whole, { kind: "remove-group", group: "inner" }), whole);
  const without = reduce(whole, { kind: "remove-nodes", ids: ["a", "b"] });
  assert.deepEqual(reduce(without, { kind: "remove-group", group: "outer" }).groups, [inner]);
});

const ports = ["entry", "exit", "input", "output", "layer"].map((role) => ({ ...catalogue.blocks[0]!, id: role, role }));
const grouped = withGroups(indexCatalogue({ ...catalogue, blocks: ports }), [{ ...catalogue.blocks[0]!, id: "outer", category: "groups" }], "Mine");

test("ports belong inside a group, inputs outside, and a group not into itself", () => {
  const ids = (where: typeof CANVAS) => placeable(grouped, whole, where).map(({ id }) => id);
  assert.deepEqual(ids(CANVAS), ["outer", "input", "output", "layer"]);
  assert.deepEqual(ids({ group: null, way: ["a"] }), ["entry", "exit", "layer"]);
  assert.equal(grouped.categories[0]?.title, "Mine");
});

test("a kind that takes whatever arrives fits every other", () => {
  const kinds = { ...catalogue.kinds, whatever: { title: "", color: "", family: "whatever" } };
  assert.deepEqual([affinity({ ...catalogue, kinds }, "whatever", "ids"), affinity({ ...catalogue, kinds }, "picture", "whatever")], [2, 2]);
});

test("weights are shared with a node of the same block that has its own", () => {
  const document = graph([node("a", "dense"), node("b", "dense", { shares: "a" }), node("c", "dense"), node("d", "trunk")]);
  const ids = (id: string) => owners(document, id).map((owner) => owner.id);
  assert.deepEqual([ids("a"), ids("b"), ids("c"), ids("d")], [[], ["a", "c"], ["a"], []]);
});

test("sharing takes the freezing away, and removing the owner ends it", () => {
  const start = graph([node("a", "dense"), node("b", "dense", { freeze: { what: "all" } })]);
  const shared = reduce(start, { kind: "set-shares", node: "b", owner: "a" });
  assert.deepEqual([nodeOf(shared, "b")?.shares, nodeOf(shared, "b")?.freeze], ["a", null]);
  assert.equal(nodeOf(reduce(shared, { kind: "remove-nodes", ids: ["a"] }), "b")?.shares, null);
});

test("copies share among themselves, or with the node that is there", () => {
  const fragment = { netgraft: "fragment", nodes: [node("a", "dense"), node("b", "dense", { shares: "a" })], edges: [] } as const;
  const placed = (nodes: typeof fragment.nodes | readonly [(typeof fragment.nodes)[1]], into: GraphDocument) => {
    const { commands } = paste(into, { ...fragment, nodes }, [0, 0]);
    return commands.reduce(reduce, into).nodes.at(-1)?.shares;
  };
  assert.equal(placed(fragment.nodes, graph([node("a", "dense")])), "a_2");
  assert.equal(placed([fragment.nodes[1]], graph([node("a", "dense")])), "a");
  assert.equal(placed([fragment.nodes[1]], graph([])), null);
});

test("what is shown is fed by the network where only nodes were opened on the way", () => {
  assert.ok(isFed(CANVAS) && isFed(deep));
  assert.ok(!isFed({ group: "inner", way: [] }) && !isFed({ group: null, way: ["t:0"] }));
});
