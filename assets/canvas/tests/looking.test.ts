import assert from "node:assert/strict";
import { test } from "node:test";
import { bars, bytes, type Cost, figure, middleWindow, ranked, type Reach, readNumbers } from "../src/core/looking.ts";

test("numbers as people read them", () => {
  assert.deepEqual([0, 999, 401_408, 8_028_160, 2.5e9].map(bytes), ["0 B", "999 B", "401 kB", "8.03 MB", "2.5 GB"]);
  assert.deepEqual([null, 0, 18.073, -0.5, 0.00012, 1_234_567].map(figure), ["none", "0", "18.1", "-0.5", "1.2e-4", "1.2e+6"]);
});

test("numbers that a person types", () => {
  assert.deepEqual(readNumbers(" 1, 2.5;-3  4e2 "), [1, 2.5, -3, 400]);
  assert.deepEqual([readNumbers(""), readNumbers("1, two"), readNumbers("Infinity")], [null, null, null]);
});

test("bars reach from 0 to 1, and rare values can be seen", () => {
  assert.deepEqual(bars([0, 25, 100]), [0, 0.5, 1]);
  assert.deepEqual(bars([0, 0]), [0, 0]);
});

const reach = (size: number, length: number | null): Reach => ({ axis: "H", size, least: size, jump: "1", start: 0, length, whole: false });

test("the window of the middle position lies around the middle of the input", () => {
  assert.deepEqual(middleWindow(reach(112, 224)), { start: 0.25, size: 0.5 });
  assert.deepEqual(middleWindow(reach(448, 224)), { start: -0.5, size: 2 });
  assert.equal(middleWindow(reach(3, null)), null);
});

test("the parts that cost most come first, those that cost nothing not at all", () => {
  const part = (path: string, parameters: number): Cost => ({
    path,
    name: path,
    kind: "Conv2d",
    parameters,
    trainable: 0,
    multiply_adds: 0,
    activations: 1,
    called: true,
    children: 0,
  });
  const parts = [part("a", 1), part("b", 5), part("c", 0)];
  assert.deepEqual(ranked(parts, "parameters").map(({ path }) => path), ["b", "a"]);
  assert.deepEqual(ranked(parts, "multiply_adds"), []);
});
