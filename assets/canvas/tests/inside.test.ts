import assert from "node:assert/strict";
import { test } from "node:test";
import type { Problem } from "../src/core/analysis.ts";
import type { Edit } from "../src/core/document.ts";
import { ancestors, bySuiting, editsAt, editsWithin, fitInside, fitsInside, parentOf, problemsOfEdit, suits } from "../src/core/inside.ts";
import { catalogue } from "./sample.ts";

const edit = (path: string, on = true): Edit => ({ do: "replace", path, block: "dense", params: {}, on });
const problem = (said: string, edit: number | null): Problem => ({ code: "any", severity: "error", title: "", said, edit });

test("the way to a module names every level", () => {
  assert.deepEqual(ancestors("a.0.b"), ["", "a", "a.0", "a.0.b"]);
  assert.deepEqual(ancestors(""), [""]);
  assert.deepEqual([parentOf("a.0.b"), parentOf("a")], ["a.0", ""]);
});

test("only blocks with one input and one output stand inside a network", () => {
  const fitting = catalogue.blocks.filter(fitsInside).map(({ id }) => id);
  assert.deepEqual(fitting, ["trunk", "dense", "thick", "lookup", "anything"]);
});

test("a network inside a network is offered last", () => {
  const fit = (id: string) => catalogue.blocks.filter((block) => block.id === id).map(fitInside);
  assert.deepEqual([fit("dense"), fit("trunk"), fit("pair")], [[2], [1], [0]]);
});

test("edits are found at their module and counted in the modules around it", () => {
  const edits = [edit("a.1"), edit("a.10"), edit("a.1")];
  assert.deepEqual(editsAt(edits, "a.1").map(({ index }) => index), [0, 2]);
  assert.deepEqual([editsWithin(edits, "a"), editsWithin(edits, "a.1"), editsWithin(edits, "")], [3, 0, 3]);
});

test("a problem belongs to the edit that Python names", () => {
  const problems = [problem("At a: too wide.", 1), problem("This freezes nothing.", null)];
  assert.deepEqual([0, 1].map((index) => problemsOfEdit(problems, index).length), [0, 1]);
});

test("blocks stand in the order in which Python says that they suit a place", () => {
  const suited = { keeps: ["norm", "gate"], changes: ["pool"] };
  const blocks = [{ id: "embed" }, { id: "pool" }, { id: "gate" }, { id: "lstm" }, { id: "norm" }];
  assert.deepEqual(bySuiting(suited, blocks).map(({ id }) => id), ["norm", "gate", "pool", "embed", "lstm"]);
  assert.deepEqual(["gate", "pool", "lstm"].map((id) => suits(suited, id)), [3, 2, 1]);
});
