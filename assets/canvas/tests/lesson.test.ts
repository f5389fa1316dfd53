import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, asked, documentName, doneWith, type LessonStep, stepOf, waits } from "../src/core/lesson.ts";

test("a step of an address counts from 1, and nonsense begins at the first", () => {
  assert.equal(stepOf("3", 7), 2);
  for (const text of [null, "", "0", "8", "-1", "2.5", "two", "1e9"]) assert.equal(stepOf(text, 7), 0, String(text));
});

test("an address names the lesson and its step, and keeps what else it says", () => {
  const there = addressOf("http://here/?__theme=dark&step=9", "s04", 2);
  assert.equal(there, "http://here/?__theme=dark&lesson=s04&step=3");
  assert.equal(addressOf(there, null, 0), "http://here/?__theme=dark");
});

test("a document's name is the first word, without the ending of a file", () => {
  assert.equal(documentName("s04 with image.size 64"), "s04");
  assert.equal(documentName("my_network.json"), "my_network");
  assert.equal(documentName("faulty/s07_squeeze_excitation"), "faulty/s07_squeeze_excitation");
});

test("of a lesson from files only the names of its documents are sent", () => {
  assert.deepEqual(asked({ id: "s04" }), { id: "s04" });
  assert.deepEqual(asked({ text: "# A", documents: { one: "{}" } }), { text: "# A", documents: ["one"] });
});

test("a step is done once all of its checks were met, and stays so", () => {
  assert.deepEqual(doneWith([], 1, [true, false]), []);
  assert.deepEqual(doneWith([], 1, []), []);
  assert.deepEqual(doneWith([0], 1, [true, true]), [0, 1]);
  const done = [0, 1];
  assert.equal(doneWith(done, 1, [true]), done);
  assert.equal(doneWith(done, 1, [false]), done);
});

test("what a learner brought along is not judged for a step with a network of its own", () => {
  const step: LessonStep = { title: "", text: [], opens: "faulty", shows: "repaired", start: "faulty", checks: ["Sound."], runs: false };
  assert.equal(waits(step, null), true);
  assert.equal(waits(step, "another"), true);
  assert.equal(waits(step, "faulty"), false);
  assert.equal(waits(step, "repaired"), false);
  assert.equal(waits({ ...step, opens: null }, "another"), false);
  assert.equal(waits({ ...step, shows: null }, null), true);
});
