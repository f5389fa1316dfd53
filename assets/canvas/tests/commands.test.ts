import assert from "node:assert/strict";
import { test } from "node:test";
import { type Command, reduce } from "../src/core/commands/index.ts";
import { edge, graph, node, wires } from "./sample.ts";

const start = graph([node("a", "dense"), node("b", "dense"), node("c", "join")], "a.y>b.x", "a.y>c.parts", "b.y>c.parts");
const run = (...commands: Command[]) => commands.reduce(reduce, start);

test("removing a node takes every wire that touches it", () => {
  assert.deepEqual(wires(run({ kind: "remove-nodes", ids: ["b"] })), ["a.y>c.parts"]);
});

test("an input for one wire lets go of the old one", () => {
  const next = run({ kind: "add-nodes", nodes: [node("d", "dense")] }, { kind: "connect", edge: edge("d.y>b.x"), replaces: true });
  assert.ok(wires(next).includes("d.y>b.x"));
  assert.ok(!wires(next).includes("a.y>b.x"));
});

test("an input for many wires keeps them, the new one last", () => {
  const next = run({ kind: "add-nodes", nodes: [node("d", "dense")] }, { kind: "connect", edge: edge("d.y>c.parts"), replaces: false });
  assert.deepEqual(wires(next).slice(1), ["a.y>c.parts", "b.y>c.parts", "d.y>c.parts"]);
});

test("a node is not wired to itself, and no wire is there twice", () => {
  assert.equal(run({ kind: "connect", edge: edge("a.y>a.x"), replaces: true }), start);
  assert.equal(run({ kind: "connect", edge: edge("a.y>b.x"), replaces: true }), start);
});

test("the order of a many-input changes without touching other wires", () => {
  const next = run({ kind: "reorder-input", target: "c", input: "parts", from: 1, to: 0 });
  assert.deepEqual(wires(next), ["a.y>b.x", "b.y>c.parts", "a.y>c.parts"]);
});

test("a parameter is set and, without a value, taken back to the default", () => {
  const set = run({ kind: "set-param", node: "a", name: "width", value: 7 });
  assert.deepEqual(set.nodes[0]?.params, { width: 7 });
  assert.deepEqual(reduce(set, { kind: "set-param", node: "a", name: "width" }).nodes[0]?.params, {});
});

test("a change leaves every other node the very same object", () => {
  const next = run({ kind: "set-label", node: "a", label: "first" });
  assert.notEqual(next.nodes[0], start.nodes[0]);
  assert.equal(next.nodes[1], start.nodes[1]);
});

test("a move to where everything already is changes nothing", () => {
  assert.equal(run({ kind: "move-nodes", positions: { a: [0, 0] } }), start);
});

test("taking a tap away takes its wires with it", () => {
  const tapped = graph([node("t", "trunk", { taps: ["one.two"] }), node("d", "dense")], "t.one.two>d.x");
  const next = reduce(tapped, { kind: "set-taps", node: "t", taps: [] });
  assert.deepEqual(wires(next), []);
  assert.deepEqual(next.nodes[0]?.taps, []);
});

test("freezing several nodes is one command", () => {
  const next = run({ kind: "set-freeze", nodes: ["a", "b"], freeze: { what: "all" } });
  assert.deepEqual(next.nodes.map(({ freeze }) => freeze?.what), ["all", "all", undefined]);
});
