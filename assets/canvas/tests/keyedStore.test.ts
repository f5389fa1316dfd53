import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyedStore } from "../src/state/keyedStore.ts";

test("only the keys whose value changed are told", () => {
  const store = createKeyedStore<{ n: number }>();
  const told: string[] = [];
  for (const key of ["a", "b", "c"]) store.subscribe(key, () => told.push(key));
  store.replace(new Map([["a", { n: 1 }], ["b", { n: 1 }]]));
  assert.deepEqual(told.splice(0), ["a", "b"]);
  const kept = store.get("a");
  store.replace(new Map([["a", { n: 1 }], ["b", { n: 2 }], ["c", { n: 3 }]]));
  assert.deepEqual(told.splice(0), ["b", "c"]);
  assert.equal(store.get("a"), kept);
  store.replace(new Map());
  assert.deepEqual(told.sort(), ["a", "b", "c"]);
});
