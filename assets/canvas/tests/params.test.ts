import assert from "node:assert/strict";
import { test } from "node:test";
import type { Param } from "../src/core/catalogue.ts";
import { boundFault, readIntegers, readNumber, showValue } from "../src/core/params.ts";

const bounded: Param = { name: "k", type: "integers", title: "K", default: 3, minimum: 1, maximum: 9 };

test("lists of integers are read as people write them", () => {
  assert.deepEqual(readIntegers("3, 3"), [3, 3]);
  assert.deepEqual(readIntegers("3 × 5"), [3, 5]);
  for (const text of ["", "a", "3, b", "1.5"]) assert.equal(readIntegers(text), undefined, text);
});

test("numbers are read strictly", () => {
  assert.equal(readNumber(" 1e-3 ", false), 0.001);
  assert.equal(readNumber("1.5", true), undefined);
  for (const text of ["", "ten", "1e999", "NaN"]) assert.equal(readNumber(text, false), undefined, text);
});

test("the bound that is broken is named", () => {
  assert.deepEqual(boundFault(bounded, 0), { kind: "low", limit: 1 });
  assert.deepEqual(boundFault(bounded, [3, 12]), { kind: "high", limit: 9 });
  assert.equal(boundFault(bounded, [1, 9]), null);
});

test("values are shown in few letters", () => {
  assert.deepEqual([[3, 3], true, null, 0.5].map(showValue), ["3, 3", "on", "", "0.5"]);
});
