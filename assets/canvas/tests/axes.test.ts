import assert from "node:assert/strict";
import { test } from "node:test";
import { misfits, shapesIn } from "../src/core/axes.ts";

test("a text of shapes is taken apart, any other is left alone", () => {
  assert.deepEqual(shapesIn("B × 10 and B × 384*T"), [["B", "10"], ["B", "384*T"]]);
  assert.deepEqual(shapesIn("B × T × C, several vectors for each sample"), []);
  assert.deepEqual([shapesIn("one wire"), shapesIn("")], [[], []]);
});

const off = (got: string, expected: string) => misfits(shapesIn(got), expected).map((row) => row.map(Number).join(""));

test("the axis that should be another number is marked", () => {
  assert.deepEqual(off("B × 512 × 4 × 4", "B × 256 × 4 × 4"), ["0100"]);
  assert.deepEqual(off("B × 8 × 7 × 8", "… × 7 × 7"), ["0001"]);
  assert.deepEqual(off("B × 512", "B × C"), ["00"]);
});

test("with more or fewer axes than expected, all but the batch are marked", () => {
  assert.deepEqual(off("B × 512", "B × C × H × W"), ["01"]);
});

test("of several shapes that should meet, the axes in which they differ", () => {
  assert.deepEqual(off("B × 10 and B × 512 × 2 × 2", "the same number of axes everywhere"), ["00", "0011"]);
  assert.deepEqual(off("B × 16 × 8 × 8 and B × 32 × 4 × 8", "the same size along axis 2"), ["0010", "0010"]);
  assert.deepEqual(off("B × 16 and B × 32", "inputs of one shape"), ["01", "01"]);
});
