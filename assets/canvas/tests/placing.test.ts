import assert from "node:assert/strict";
import { test } from "node:test";
import { type Block, outputsOf, type Port } from "../src/core/catalogue.ts";
import { fitOfBlock, fitOfOutput } from "../src/core/compatible.ts";
import { type GraphNode, nodeOf } from "../src/core/document.ts";
import { roomOn } from "../src/core/place.ts";
import { type Layout, placed } from "../src/core/unplaced.ts";
import { catalogue, edge, graph, node } from "./sample.ts";

const places = (document: ReturnType<typeof graph>) => document.nodes.map(({ position }) => position.join(","));
const inRow: Layout = ({ nodes }) => Object.fromEntries(nodes.map(({ id }, index) => [id, [index * 100, 0]]));
const at = (id: string, name: string, x: number, y: number) => node(id, name, { position: [x, y] });

test("what is put onto a short wire moves the rest to the right", () => {
  const start = graph([at("a", "dense", 0, 0), at("b", "dense", 280, 40), at("c", "end", 560, 0)], "a.y>b.x", "b.y>c.x");
  const { at: middle, moved } = roomOn(start, edge("a.y>b.x"));
  assert.deepEqual(middle, [344, 20]);
  assert.deepEqual(moved, { b: [688, 40], c: [968, 0] });
});

test("what stands in another row, behind a wire that leads back, stays where it is", () => {
  const nodes = [at("a", "dense", 0, 0), at("b", "dense", 280, 0), at("c", "dense", 0, 300), at("d", "end", 280, 300)];
  const start = graph(nodes, "a.y>b.x", "b.y>c.x", "c.y>d.x");
  assert.deepEqual(roomOn(start, edge("c.y>d.x")).moved, { d: [688, 300] });
});

test("a long wire has room in its middle", () => {
  const start = graph([at("a", "dense", 0, 0), at("b", "dense", 800, 100)], "a.y>b.x");
  assert.deepEqual(roomOn(start, edge("a.y>b.x")), { at: [400, 50], moved: {} });
});

test("a document without any place is laid out as a whole", () => {
  const start = graph([node("a", "dense"), node("b", "dense"), node("c", "end")], "a.y>b.x", "b.y>c.x");
  assert.deepEqual(places(placed(start, inRow)), ["0,0", "100,0", "200,0"]);
});

test("a node without a place goes behind what feeds it, and the others stay", () => {
  const start = graph([at("a", "dense", 0, 0), at("b", "dense", 300, 0), node("c", "end")], "a.y>b.x", "b.y>c.x");
  assert.deepEqual(places(placed(start, inRow)), ["0,0", "300,0", "644,0"]);
});

test("a document whose nodes all have places is left alone", () => {
  const start = graph([at("a", "dense", 0, 0), at("b", "dense", 300, 0)], "a.y>b.x");
  assert.equal(placed(start, inRow), start);
});

test("an output that nothing takes yet suits before one that is in use", () => {
  const start = graph([node("t", "trunk"), node("d", "dense"), node("r", "anything"), node("e", "end")], "t.features>d.x", "r.y>e.x");
  const fit = (id: string) => {
    const source = nodeOf(start, id) as GraphNode;
    return fitOfOutput(catalogue, start, source, outputsOf(catalogue, source)[0] as Port, { node: "e", port: { name: "x", kind: "vector" } as Port });
  };
  assert.ok(fit("r") > fit("t"));
});

test("a block whose first output fits comes before one with a fitting output aside", () => {
  const aside = { ...(catalogue.byId.get("words") as Block), outputs: [{ name: "ids", kind: "ids" }, { name: "more", kind: "vector" }] } as unknown as Block;
  const main = catalogue.byId.get("anything") as Block;
  assert.ok(fitOfBlock(catalogue, main, "vector", "input") > fitOfBlock(catalogue, aside, "vector", "input"));
});
