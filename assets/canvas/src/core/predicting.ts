// Guessing shapes before they are shown: what was solved, and the score. Python alone says what is right.

import type { GraphDocument } from "./document.ts";

export interface PredictedRow {
  readonly letter: string;
  readonly guess: string | null;
  readonly answer: string;
  readonly right: boolean;
  readonly formula: string;
}

export interface Prediction {
  readonly rows: readonly PredictedRow[];
  readonly answer: string;
  readonly right: boolean;
  readonly said: string;
}

export interface Score {
  readonly right: number;
  readonly asked: number;
  readonly streak: number;
  readonly best: number;
}

export interface Round {
  readonly on: boolean;
  /** The shape that was shown for each place once it was guessed; another shape has to be guessed again. */
  readonly solved: Readonly<Record<string, string>>;
  readonly score: Score;
}

export const FRESH: Round = { on: false, solved: {}, score: { right: 0, asked: 0, streak: 0, best: 0 } };

const MOST_SOLVED = 2000;

/** Is this shape still to be guessed? What an input gives is set by hand, and is always shown. */
export function isHidden(round: Round, place: string, text: string, given: boolean): boolean {
  return round.on && !given && round.solved[place] !== text;
}

/** The round after a guess. Only the first guess for a shape counts. */
export function guessed(round: Round, place: string, prediction: Prediction): Round {
  if (round.solved[place] === prediction.answer) return round;
  const { right, asked, streak, best } = round.score;
  const now = prediction.right ? streak + 1 : 0;
  const kept = Object.entries(round.solved).slice(-MOST_SOLVED);
  return {
    ...round,
    solved: { ...Object.fromEntries(kept), [place]: prediction.answer },
    score: { right: right + (prediction.right ? 1 : 0), asked: asked + 1, streak: now, best: Math.max(best, now) },
  };
}

/** Reads a round that was kept; what cannot be read begins anew. */
export function readRound(text: string | null): Round {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Round>;
    return { ...FRESH, ...kept, score: { ...FRESH.score, ...kept.score }, solved: { ...kept.solved } };
  } catch {
    return FRESH;
  }
}

/** Nodes that nothing flows into: data enters there. */
export function isSource(document: GraphDocument, node: string): boolean {
  return !document.edges.some((edge) => edge.target === node);
}
