import assert from "node:assert/strict";
import { test } from "node:test";
import { freshId } from "../src/core/identifiers.ts";
import { short, signed } from "../src/core/numbers.ts";
import { bestFirst, rank } from "../src/core/search.ts";

const valid = /^[a-z][a-z0-9_]{0,63}$/;

test("new ids are valid names in Python and never taken", () => {
  const cases = ["conv2d", "lambda", "2d", "GRU cell", "Über", "", "a".repeat(90), "import"];
  for (const block of cases) assert.match(freshId(block, new Set()), valid, block);
  assert.equal(freshId("lambda", new Set()), "lambda_node");
  assert.equal(freshId("conv", new Set(["conv", "conv_2"])), "conv_3");
  assert.equal(freshId("conv_2", new Set(["conv", "conv_2"])), "conv_3");
});

test("the search finds what people type", () => {
  const entries = [
    { title: "Conv2d", keywords: ["convolution"], sentence: "Slides filters over a map." },
    { title: "Transposed convolution", keywords: ["deconvolution"], sentence: "Makes a map larger." },
    { title: "Linear", keywords: ["dense", "fully connected"], sentence: "Multiplies by a matrix." },
    { title: "Linear head", keywords: [], sentence: "A score for each class." },
  ];
  const titles = (query: string) => rank(entries, query).map(({ title }) => title);
  assert.deepEqual(titles("conv 2d"), ["Conv2d"]);
  assert.deepEqual(titles("dense"), ["Linear"]);
  assert.equal(titles("linear")[0], "Linear");
  assert.equal(titles("conv")[0], "Conv2d");
  assert.deepEqual(titles("matrix"), ["Linear"]);
  assert.deepEqual(titles("zzz"), []);
  assert.equal(titles("").length, entries.length);
});

test("of several groups the one with the best match comes first, and at a tie the first", () => {
  const blocks = [{ title: "Linear" }, { title: "Class output", sentence: "One score for each class." }];
  const nodes = [{ title: "Linear" }, { title: "Five scores" }];
  const first = (query: string) => bestFirst([blocks, nodes], query)[0]?.[0];
  assert.equal(first("linear"), blocks[0]);
  assert.equal(first("scores"), nodes[1]);
});

test("a change of a number carries its sign", () => {
  assert.deepEqual([signed(1_180_000), signed(-512)], ["+1.18 M", "−512"]);
});

test("numbers are short and keep three digits", () => {
  assert.deepEqual([0, 999, 1000, 20490, 525312, 23508032, 109679875].map(short), ["0", "999", "1 k", "20.5 k", "525 k", "23.5 M", "110 M"]);
});
