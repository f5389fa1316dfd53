// Undo and redo over immutable documents: they share what did not change, so a step costs little memory.

import type { GraphDocument } from "./document.ts";
import { MERGE_WINDOW } from "./undoable.ts";

export interface History {
  readonly past: readonly GraphDocument[];
  readonly present: GraphDocument;
  readonly future: readonly GraphDocument[];
  readonly lastKey: string | null;
  readonly lastTime: number;
}

const LONGEST = 300;

export function begin(document: GraphDocument): History {
  return { past: [], present: document, future: [], lastKey: null, lastTime: 0 };
}

/** Adds a step. A step with the key of the one just before replaces its result and adds no undo step. */
export function record(history: History, next: GraphDocument, key: string | null, now: number): History {
  if (next === history.present) return history;
  const melts = key !== null && key === history.lastKey && now - history.lastTime < MERGE_WINDOW;
  const past = melts ? history.past : [...history.past, history.present].slice(-LONGEST);
  return { past, present: next, future: [], lastKey: key, lastTime: now };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    lastKey: null,
    lastTime: 0,
  };
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { past: [...history.past, history.present], present: after, future, lastKey: null, lastTime: 0 };
}
