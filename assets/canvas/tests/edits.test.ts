import assert from "node:assert/strict";
import { test } from "node:test";
import { type Command, reduce } from "../src/core/commands/index.ts";
import type { Edit } from "../src/core/document.ts";
import { readDocument, writeDocument } from "../src/core/documentText.ts";
import { begin, record, undo } from "../src/core/history.ts";
import { mergeKey } from "../src/core/undoable.ts";
import { graph, node } from "./sample.ts";

const edit = (path: string, more: Partial<Edit> = {}): Edit => ({ do: "insert_after", path, block: "dense", params: {}, on: true, ...more });
const start = graph([node("t", "trunk", { edits: [edit("one"), edit("two")] }), node("d", "dense")]);
const run = (...commands: Command[]) => commands.reduce(reduce, start);
const paths = (document: typeof start) => document.nodes[0]?.edits.map(({ path }) => path);

test("a new edit is done last", () => {
  assert.deepEqual(paths(run({ kind: "add-edit", node: "t", edit: edit("three") })), ["one", "two", "three"]);
});

test("edits change places", () => {
  assert.deepEqual(paths(run({ kind: "move-edit", node: "t", from: 1, to: 0 })), ["two", "one"]);
});

test("a move to where no edit stands changes nothing", () => {
  assert.equal(run({ kind: "move-edit", node: "t", from: 1, to: 2 }), start);
});

test("an edit is repeated at other paths as single edits, in one step", () => {
  const set: Command = { kind: "set-edit-param", node: "t", index: 0, name: "width", value: 7 };
  const next = run(set, { kind: "repeat-edit", node: "t", index: 0, paths: ["three", "four"] });
  assert.deepEqual(paths(next), ["one", "two", "three", "four"]);
  assert.deepEqual(next.nodes[0]?.edits.map(({ params }) => params["width"]), [7, undefined, 7, 7]);
});

test("an edit that is gone is not repeated", () => {
  assert.deepEqual(paths(run({ kind: "repeat-edit", node: "t", index: 5, paths: ["three"] })), ["one", "two"]);
});

test("an edit is switched off and stays", () => {
  const next = run({ kind: "toggle-edit", node: "t", index: 1 });
  assert.deepEqual(next.nodes[0]?.edits.map(({ on }) => on), [true, false]);
});

test("an edit is taken back alone", () => {
  assert.deepEqual(paths(run({ kind: "remove-edit", node: "t", index: 0 })), ["two"]);
});

test("a parameter of an edit is set and, without a value, taken back to the default", () => {
  const set = run({ kind: "set-edit-param", node: "t", index: 1, name: "width", value: 7 });
  assert.deepEqual(set.nodes[0]?.edits[1]?.params, { width: 7 });
  assert.deepEqual(set.nodes[0]?.edits[0]?.params, {});
  const back = reduce(set, { kind: "set-edit-param", node: "t", index: 1, name: "width" });
  assert.deepEqual(back.nodes[0]?.edits[1]?.params, {});
});

test("what names no edit or no node changes nothing", () => {
  const commands: Command[] = [
    { kind: "toggle-edit", node: "t", index: 9 },
    { kind: "remove-edit", node: "t", index: 9 },
    { kind: "set-edit-param", node: "t", index: 9, name: "width", value: 1 },
    { kind: "add-edit", node: "gone", edit: edit("one") },
  ];
  for (const command of commands) assert.equal(run(command), start, command.kind);
});

test("an edit leaves every other node the very same object", () => {
  const next = run({ kind: "add-edit", node: "t", edit: edit("three") });
  assert.equal(next.nodes[1], start.nodes[1]);
});

test("typing in an edit's field is one step, and undo takes it back", () => {
  const typed: Command = { kind: "set-edit-param", node: "t", index: 0, name: "width", value: 1 };
  const again: Command = { ...typed, value: 12 };
  let history = record(begin(start), reduce(start, typed), mergeKey([typed]), 0);
  history = record(history, reduce(history.present, again), mergeKey([again]), 100);
  assert.deepEqual(undo(history).present, start);
});

test("edits survive the way through a file", () => {
  const document = run({ kind: "toggle-edit", node: "t", index: 1 }, { kind: "add-edit", node: "t", edit: edit("x", { do: "remove", block: null }) });
  assert.deepEqual(readDocument(writeDocument(document))?.nodes[0]?.edits, document.nodes[0]?.edits);
});
