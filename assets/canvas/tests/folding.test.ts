import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphDocument, Position } from "../src/core/document.ts";
import { folded } from "../src/core/folding.ts";
import { laneOf } from "../src/core/lanes.ts";
import { graph, node } from "./sample.ts";

const CARD = { width: 200, height: 150 };
const WIDE = { width: 1200, height: 760 };
const NARROW = { width: 720, height: 640 };

function chain(count: number): GraphDocument {
  const ids = Array.from({ length: count }, (_, place) => `n${place}`);
  const nodes = ids.map((id, place) => node(id, "anything", { position: [place * 320, 40] }));
  return graph(nodes, ...ids.slice(1).map((id, place) => `${ids[place]}.y>${id}.x`));
}

const placesOf = (document: GraphDocument) => Object.fromEntries(document.nodes.map(({ id, position }) => [id, position]));
const fold = (document: GraphDocument, room: typeof WIDE) => folded(document, placesOf(document), () => CARD, room);
const heights = (places: Readonly<Record<string, Position>>) => [...new Set(Object.values(places).map(([, y]) => y))];

test("what can be read in one row stays as it is", () => {
  const start = chain(5);
  assert.deepEqual(fold(start, WIDE), placesOf(start));
});

test("a long chain goes on in rows that begin at the left, in its order", () => {
  const places = fold(chain(11), WIDE);
  const rows = heights(places);
  assert.equal(rows.length, 3);
  assert.deepEqual(rows.map((y) => Math.min(...Object.values(places).filter((place) => place[1] === y).map(([x]) => x))), [0, 0, 0]);
  const read = Object.entries(places).sort(([, one], [, other]) => one[1] - other[1] || one[0] - other[0]);
  assert.deepEqual(read.map(([id]) => id), chain(11).nodes.map(({ id }) => id));
});

test("a narrow canvas takes more rows, and no two nodes touch", () => {
  const places = Object.values(fold(chain(11), NARROW));
  assert.ok(heights(fold(chain(11), NARROW)).length > 3);
  for (const [x, y] of places) assert.equal(places.filter((other) => Math.abs(other[0] - x) < 200 && Math.abs(other[1] - y) < 150).length, 1);
});

test("it is cut where one wire goes on, not through two branches", () => {
  const heads = ["a", "b"].flatMap((name, row) => [0, 1, 2].map((place) => node(`${name}${place}`, "anything", { position: [(place + 3) * 320, row * 240] })));
  const front = [0, 1, 2].map((place) => node(`t${place}`, "anything", { position: [place * 320, 120] }));
  const wires = ["t0.y>t1.x", "t1.y>t2.x", ...["a", "b"].flatMap((name) => [`t2.y>${name}0.x`, `${name}0.y>${name}1.x`, `${name}1.y>${name}2.x`])];
  const places = fold(graph([...front, ...heads], ...wires), NARROW);
  assert.deepEqual(heights(Object.fromEntries(["t0", "t1", "t2"].map((id) => [id, places[id] as Position]))).length, 1);
  assert.deepEqual([places.a0?.[0], places.b0?.[0]], [0, 0]);
  assert.ok((places.a0?.[1] ?? 0) > (places.t2?.[1] ?? 0) + CARD.height);
});

test("nothing is folded while the canvas is not seen", () => {
  const start = chain(11);
  assert.deepEqual(fold(start, { width: 0, height: 0 }), placesOf(start));
});

test("a wire that leads back runs below everything in its row", () => {
  const boxes = [0, 320, 640].map((left, place) => ({ left, right: left + 200, top: 0, bottom: place === 1 ? 230 : 150 }));
  const next = { left: 0, right: 200, top: 330, bottom: 480 };
  assert.equal(laneOf({ sourceX: 840, sourceY: 100, targetX: 0, targetY: 430 }, [...boxes, next]), 256);
});

test("a wire that leads up or has no room has no lane", () => {
  const box = { left: 0, right: 200, top: 300, bottom: 400 };
  assert.equal(laneOf({ sourceX: 200, sourceY: 350, targetX: 0, targetY: 100 }, [box]), null);
  assert.equal(laneOf({ sourceX: 600, sourceY: 100, targetX: 0, targetY: 110 }, [box]), null);
});
