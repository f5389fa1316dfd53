import assert from "node:assert/strict";
import { test } from "node:test";
import { missing, rank } from "../src/core/search.ts";

const ABSENT = [
  { reason: "It waits.", names: ["longformer", "led"] },
  { reason: "It counts.", names: ["longt5-x"] },
];

test("what is known and not offered is found by its beginning, with the reason", () => {
  assert.deepEqual(missing(ABSENT, "Longf"), [{ name: "longformer", reason: "It waits." }]);
  assert.deepEqual(missing(ABSENT, "long").map(({ name }) => name), ["longt5-x", "longformer"]);
  assert.deepEqual(missing([...ABSENT, ...ABSENT], "led").length, 1);
});

test("a letter or two list nothing that is not offered", () => {
  for (const query of ["", "l", "le", "bert"]) assert.deepEqual(missing(ABSENT, query), [], query);
});

test("a block is found by the networks that it offers", () => {
  const blocks = [{ title: "Linear" }, { title: "Text network", names: ["bert", "deberta-v2"] }];
  assert.deepEqual(rank(blocks, "deberta v2").map(({ title }) => title), ["Text network"]);
});
