import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "../src/core/analysis.ts";
import type { Edit } from "../src/core/document.ts";
import { ancestors, editsAt, editsWithin, fitsInside, parentOf, problemsOfEdit } from "../src/core/inside.ts";
import { catalogue } from "./sample.ts";

const edit = (path: string, on = true): Edit => ({ do: "replace", path, block: "dense", params: {}, on });
const problem = (said: string, param = "edits"): Problem => ({ code: "any", severity: "error", title: "", said, param });

test("the way to a module names every level", () => {
  assert.deepEqual(ancestors("a.0.b"), ["", "a", "a.0", "a.0.b"]);
  assert.deepEqual(ancestors(""), [""]);
  assert.deepEqual([parentOf("a.0.b"), parentOf("a")], ["a.0", ""]);
});

test("only blocks with one input and one output stand inside a network", () => {
  const fitting = catalogue.blocks.filter(fitsInside).map(({ id }) => id);
  assert.deepEqual(fitting, ["trunk", "dense", "thick", "lookup", "anything"]);
});

test("edits are found at their module and counted in the modules around it", () => {
  const edits = [edit("a.1"), edit("a.10"), edit("a.1")];
  assert.deepEqual(editsAt(edits, "a.1").map(({ index }) => index), [0, 2]);
  assert.deepEqual([editsWithin(edits, "a"), editsWithin(edits, "a.1"), editsWithin(edits, "")], [3, 0, 3]);
});

const cases: readonly [string, readonly Edit[], string, readonly number[]][] = [
  ["the edit whose path is named", [edit("a.1"), edit("b")], "At a.1: too wide.", [0]],
  ["no edit of a path that only begins alike", [edit("a.1"), edit("a.10")], "At a.10: too wide.", [1]],
  ["no edit of a module further in", [edit("a"), edit("a.1")], "What stands at a.1 now gives less.", [1]],
  ["not one that is switched off", [edit("a", false)], "At a: too wide.", []],
  ["the last one of several at a path", [edit("a"), edit("a")], "At a: too wide.", [1]],
  ["a path at the end of a sentence", [edit("a.1")], "It cannot stand at a.1.", [0]],
];
for (const [title, edits, said, expected] of cases)
  test(`a problem belongs to ${title}`, () => {
    const blamed = edits.map((_, index) => index).filter((index) => problemsOfEdit([problem(said)], edits, index).length);
    assert.deepEqual(blamed, expected);
  });

test("a problem of something else belongs to no edit", () => {
  assert.deepEqual(problemsOfEdit([problem("At a: too wide.", "freeze")], [edit("a")], 0), []);
});
