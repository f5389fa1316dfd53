import assert from "node:assert/strict";
import { test } from "node:test";
import { absentIn } from "../src/core/catalogue.ts";
import { missing, rank } from "../src/core/search.ts";
import { catalogue } from "./sample.ts";

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

test("what one block lacks and another offers is not called missing", () => {
  const param = { name: "network", type: "choice", title: "Network", default: "a" } as const;
  const reads = { ...param, choices: ["bert"], absent: [{ reason: "No way.", names: ["longformer"] }] };
  const writes = { ...param, choices: ["llama"], absent: [{ reason: "It reads.", names: ["bert"] }] };
  const blocks = [reads, writes].map((one) => ({ ...catalogue.blocks[0]!, params: [one] }));
  const named = (some: typeof blocks) => absentIn(some).flatMap(({ names }) => names);
  assert.deepEqual([named(blocks), named(blocks.slice(1))], [["longformer"], ["bert"]]);
});
