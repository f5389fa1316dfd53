import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocument, writeDocument } from "../src/core/documentText.ts";

const full = {
  format: "netgraft",
  version: 1,
  title: "T",
  system: "S12",
  notes: "n",
  seed: 3,
  training: { data: "digits", epochs: 5 },
  nodes: [
    { id: "a", block: "dense", label: "L", params: { width: 7 }, position: [1, 2], freeze: { what: "all" }, taps: ["x.y"], edits: [{ do: "wrap", path: "x.y", block: "dense", params: { width: 3 }, on: false }] },
    { id: "b", block: "dense", params: {}, position: [3, 4], shares: "a" },
  ],
  edges: [{ source: "a", output: "x.y", target: "b", input: "x" }],
  groups: [{ id: "g", title: "G", nodes: [{ id: "c", block: "dense", params: {}, position: [0, 0] }], edges: [] }],
};

test("a document comes back as it went, with what the canvas does not know", () => {
  const document = readDocument(JSON.stringify(full));
  assert.ok(document);
  assert.deepEqual(JSON.parse(writeDocument(document)), full);
});

test("text that is no document is refused without an error", () => {
  const texts = ["", "null", "3", "[]", "{}", '{"format":"other","nodes":[]}', '{"format":"netgraft"}', "{truncated"];
  for (const text of texts) assert.equal(readDocument(text), null, text);
});

test("broken parts of an old autosave are left out", () => {
  const document = readDocument('{"format":"netgraft","nodes":[{"id":"a","block":"b"},{"id":1},null],"edges":[{"source":"a"}]}');
  assert.deepEqual([document?.nodes.length, document?.edges.length], [1, 0]);
});
