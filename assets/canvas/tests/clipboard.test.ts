import assert from "node:assert/strict";
import { test } from "node:test";
import { copy, paste, readFragment } from "../src/core/clipboard.ts";
import { reduce } from "../src/core/commands/index.ts";
import { graph, node, wires } from "./sample.ts";

const start = graph(
  [node("a", "dense"), node("b", "dense", { position: [10, 20] }), node("c", "join")],
  "a.y>b.x",
  "b.y>c.parts",
  "a.y>c.parts",
);

test("a copy holds the chosen nodes and only the wires between them", () => {
  const fragment = copy(start, new Set(["a", "b"]));
  assert.deepEqual(fragment.edges.map(({ target }) => target), ["b"]);
});

test("a paste has fresh ids, the same wires inside, and a new place", () => {
  const { commands, ids } = paste(start, copy(start, new Set(["a", "b"])), [40, 40]);
  const next = commands.reduce(reduce, start);
  assert.deepEqual(ids, ["a_2", "b_2"]);
  assert.ok(wires(next).includes("a_2.y>b_2.x"));
  assert.equal(next.edges.length, start.edges.length + 1);
  assert.deepEqual(next.nodes.find(({ id }) => id === "b_2")?.position, [50, 60]);
});

test("the order of a many-input survives copy and paste", () => {
  const { commands } = paste(start, copy(start, new Set(["a", "b", "c"])), [0, 0]);
  const next = commands.reduce(reduce, start);
  assert.deepEqual(wires(next).filter((wire) => wire.endsWith("c_2.parts")), ["b_2.y>c_2.parts", "a_2.y>c_2.parts"]);
});

test("foreign text on the clipboard is no fragment", () => {
  for (const text of ["", "hello", "null", "[]", "{}", '{"netgraft":"fragment"}']) assert.equal(readFragment(text), null);
});
