import assert from "node:assert/strict";
import { test } from "node:test";
import { FRESH, guessed, isHidden, isSource, type Prediction, readRound } from "../src/core/predicting.ts";
import { graph, node } from "./sample.ts";

const document = graph([node("image", "start"), node("head", "one")], "image.out>head.x");

const answer = (right: boolean, text = "B × 10"): Prediction => ({ rows: [], answer: text, right, said: "" });
const on = { ...FRESH, on: true };

test("a shape is hidden until it was guessed, and again when it changes", () => {
  assert.equal(isHidden(on, "head.y", "B × 10", false), true);
  const after = guessed(on, "head.y", answer(false));
  assert.equal(isHidden(after, "head.y", "B × 10", false), false);
  assert.equal(isHidden(after, "head.y", "B × 12", false), true);
});

test("nothing is hidden while the switch is off, nor what an input gives", () => {
  assert.equal(isHidden(FRESH, "head.y", "B × 10", false), false);
  assert.equal(isHidden(on, "image.image", "B × 3 × 8 × 8", true), false);
});

test("the score counts each shape once and keeps the best row", () => {
  let round = guessed(on, "a.y", answer(true));
  round = guessed(round, "b.y", answer(true));
  round = guessed(round, "b.y", answer(false));
  assert.deepEqual(round.score, { right: 2, asked: 2, streak: 2, best: 2 });
  round = guessed(round, "c.y", answer(false));
  assert.deepEqual(round.score, { right: 2, asked: 3, streak: 0, best: 2 });
});

test("a kept round is read again, and rubbish begins anew", () => {
  const round = guessed(on, "a.y", answer(true));
  assert.deepEqual(readRound(JSON.stringify(round)), round);
  assert.deepEqual(readRound("{"), FRESH);
  assert.deepEqual(readRound(null), FRESH);
});

test("nodes that nothing flows into are sources", () => {
  const edge = document.edges[0];
  assert.ok(edge);
  assert.equal(isSource(document, edge.target), false);
  assert.equal(isSource({ ...document, edges: [] }, edge.target), true);
});
