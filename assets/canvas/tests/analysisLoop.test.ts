import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { Analysis } from "../src/core/analysis.ts";
import { startAnalysis } from "../src/state/analysisLoop.ts";
import { createEditor } from "../src/state/editor.ts";
import { createReports } from "../src/state/reports.ts";
import type { Answer, Server } from "../src/state/server.ts";
import { graph, node } from "./sample.ts";

type Question = { rev: number; answer: (value: Answer<Analysis>) => void };

const totals = { parameters: 0, trainable: 0, tensors: 0, frozen_tensors: 0 };
const found = (rev: number, text: string): Answer<Analysis> => ({
  ok: true,
  result: { rev, sound: true, outputs: { "a.y": { text, dtype: "float32", kind: "vector" } }, nodes: {}, problems: [], totals },
});

mock.timers.enable({ apis: ["setTimeout"] });

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

/** Lets every promise that is ready go on, then the clock of the test, then what that has set off. */
async function pause(milliseconds: number): Promise<void> {
  await settle();
  mock.timers.tick(milliseconds);
  await settle();
}

function begin() {
  const asked: Question[] = [];
  const server = {
    analyse: ({ rev }: { rev: number }) => new Promise((answer) => asked.push({ rev, answer })),
  } as unknown as Server;
  const editor = createEditor(graph([node("a", "dense")]));
  const reports = createReports();
  const stop = startAnalysis(editor, server, reports);
  const widen = (value: number) => editor.run({ kind: "set-param", node: "a", name: "width", value });
  return { asked, reports, stop, widen, editor };
}

test("edits in quick succession are one question, and one is asked at a time", async () => {
  const { asked, stop, widen } = begin();
  await pause(5);
  assert.equal(asked.length, 1);
  for (const value of [1, 2, 3]) widen(value);
  await pause(120);
  assert.equal(asked.length, 1, "the first is still on its way");
  asked[0]?.answer(found(1, "old"));
  await pause(120);
  assert.deepEqual(asked.map(({ rev }) => rev), [1, 4]);
  stop();
});

test("an answer to an older revision is dropped", async () => {
  const { asked, reports, stop, widen } = begin();
  await pause(5);
  widen(2);
  asked[0]?.answer(found(1, "old"));
  await pause(120);
  assert.equal(reports.shapes.get("a.y"), undefined);
  asked[1]?.answer(found(2, "new"));
  await pause(5);
  assert.equal(reports.shapes.get("a.y")?.text, "new");
  assert.equal(reports.overview.get().phase, "current");
  stop();
});

test("no answer means offline; shapes that were known stay", async () => {
  const { asked, reports, stop, widen } = begin();
  await pause(5);
  asked[0]?.answer(found(1, "known"));
  await pause(5);
  widen(2);
  await pause(120);
  asked[1]?.answer("offline");
  await pause(5);
  assert.equal(reports.overview.get().phase, "offline");
  assert.equal(reports.shapes.get("a.y")?.text, "known");
  stop();
});

test("a move asks nothing", async () => {
  const { asked, editor, stop } = begin();
  await pause(5);
  asked[0]?.answer(found(1, "x"));
  editor.run({ kind: "move-nodes", positions: { a: [50, 0] } });
  await pause(120);
  assert.equal(asked.length, 1);
  stop();
});
