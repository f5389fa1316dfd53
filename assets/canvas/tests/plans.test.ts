import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block } from "../src/core/catalogue.ts";
import { reduce } from "../src/core/commands/index.ts";
import { addConnected } from "../src/core/plans/addBlock.ts";
import { insertOnWire } from "../src/core/plans/insertOnWire.ts";
import { swapBlock } from "../src/core/plans/swapBlock.ts";
import { catalogue, edge, graph, node, wires } from "./sample.ts";

const named = (id: string) => catalogue.byId.get(id) as Block;

test("a loose output is wired to the input that suits its kind", () => {
  const start = graph([node("d", "dense")]);
  const end = { node: "d", port: "y", from: "output" } as const;
  const { commands } = addConnected(catalogue, start, named("pair"), [0, 0], end);
  assert.deepEqual(wires(commands.reduce(reduce, start)), ["d.y>pair.right"]);
});

test("a loose input is given by the new block", () => {
  const start = graph([node("d", "dense")]);
  const end = { node: "d", port: "x", from: "input" } as const;
  const { commands } = addConnected(catalogue, start, named("trunk"), [0, 0], end);
  assert.deepEqual(wires(commands.reduce(reduce, start)), ["trunk.features>d.x"]);
});

test("a tap is a loose end like any other", () => {
  const start = graph([node("t", "trunk", { taps: ["layer.1"] })]);
  const end = { node: "t", port: "layer.1", from: "output" } as const;
  const { commands } = addConnected(catalogue, start, named("dense"), [0, 0], end);
  assert.deepEqual(wires(commands.reduce(reduce, start)), ["t.layer.1>dense.x"]);
});

test("a node on a wire splits it", () => {
  const middle = node("m", "anything");
  const start = graph([node("a", "dense"), node("b", "dense"), middle], "a.y>b.x");
  const next = insertOnWire(catalogue, start, edge("a.y>b.x"), middle, named("anything")).reduce(reduce, start);
  assert.deepEqual(wires(next), ["a.y>m.x", "m.y>b.x"]);
});

test("a node on a wire into a many-input takes the same place in its order", () => {
  const middle = node("m", "dense");
  const start = graph([node("a", "dense"), node("b", "dense"), node("j", "join"), middle], "a.y>j.parts", "b.y>j.parts");
  const next = insertOnWire(catalogue, start, edge("a.y>j.parts"), middle, named("dense")).reduce(reduce, start);
  assert.deepEqual(wires(next).filter((wire) => wire.includes(">j.")), ["m.y>j.parts", "b.y>j.parts"]);
});

test("what has no output cannot be put on a wire", () => {
  const last = node("e", "end");
  const start = graph([node("a", "dense"), node("b", "dense"), last], "a.y>b.x");
  assert.deepEqual(insertOnWire(catalogue, start, edge("a.y>b.x"), last, named("end")), []);
});

test("a swap keeps the id, equal parameters and the wires", () => {
  const old = node("d", "dense", { params: { width: 7, mode: "b" }, label: "mine", freeze: { what: "all" } });
  const start = graph([node("t", "trunk"), old, node("e", "end")], "t.features>d.x", "d.y>e.x");
  const command = swapBlock(catalogue, start, "d", named("thick"));
  assert.ok(command);
  const next = reduce(start, command);
  assert.deepEqual(wires(next).sort(), ["d.y>e.x", "t.features>d.x"]);
  const swapped = next.nodes[1];
  assert.deepEqual([swapped?.block, swapped?.label, swapped?.params, swapped?.freeze], ["thick", "mine", { width: 7 }, null]);
});

test("a swap lets go of wires that have nothing in common with the new ports", () => {
  const start = graph([node("t", "trunk"), node("d", "dense")], "t.features>d.x");
  const command = swapBlock(catalogue, start, "d", named("lookup"));
  assert.ok(command);
  assert.deepEqual(wires(reduce(start, command)), []);
});

test("a swap of several wires onto one single input keeps the first", () => {
  const start = graph([node("a", "dense"), node("b", "dense"), node("j", "join")], "a.y>j.parts", "b.y>j.parts");
  const command = swapBlock(catalogue, start, "j", named("dense"));
  assert.ok(command);
  assert.deepEqual(wires(reduce(start, command)), ["a.y>j.x"]);
});
