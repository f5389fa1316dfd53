// What Python says about a wire, its values for a sample, and where a node's cost goes. The browser only shows it.

export interface Reach {
  readonly axis: string;
  readonly size: number;
  readonly least: number;
  readonly jump: string;
  readonly start: number;
  readonly length: number | null;
  readonly whole: boolean;
}

/** What the positions of a wire see of one input. */
export interface Field {
  readonly source: string;
  readonly axes: readonly Reach[];
  /** Why it is not defined; empty where it is. */
  readonly mixed: string;
  readonly single: boolean;
  readonly said: string;
}

export interface Facts {
  readonly place: string;
  readonly text: string;
  readonly dtype: string;
  readonly kind: string;
  readonly axes: readonly { readonly letter: string; readonly size: string; readonly means: string }[];
  readonly memory: {
    readonly sample: number;
    readonly batch: number;
    readonly samples: number;
    readonly assumed: Readonly<Record<string, number>>;
  };
  readonly fields: readonly Field[];
}

/** A picture of tiles side by side; `tile` is the width and height of one. */
export interface Sheet {
  readonly data: string;
  readonly tile: readonly [number, number];
  readonly columns: number;
  readonly shown: number;
  readonly of: number;
}

export interface Attention {
  readonly path: string;
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
  readonly mean: Sheet;
  readonly sheet: Sheet | null;
}

export interface Figures {
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly zeros: number;
  readonly nan: number;
  readonly inf: number;
  readonly count: number;
}

export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

export interface Values {
  readonly shape: readonly number[];
  readonly figures: Figures;
  readonly histogram: Histogram;
  readonly silent: {
    readonly silent: readonly number[];
    readonly broken: readonly number[];
    readonly silent_count: number;
    readonly broken_count: number;
  };
  readonly image: string | null;
  readonly sheet: Sheet | null;
  readonly table: Sheet | null;
  readonly numbers: readonly (number | null)[] | null;
  readonly attention: readonly Attention[];
  readonly input: string | null;
  readonly sample: {
    readonly said: string;
    readonly row: number | null;
    readonly rows: number;
    /** What a person may bring instead: image, text, features. */
    readonly takes: readonly string[];
  };
  readonly weights: { readonly trained: boolean; readonly said: string; readonly random: readonly string[] };
  readonly milliseconds: number;
}

/** What the network is run on: a held-out row of the data, or something of the person's own. */
export type Sample =
  | { readonly row: number }
  | { readonly image: string }
  | { readonly text: string }
  | { readonly features: readonly number[] }
  | Readonly<Record<string, never>>;

export interface Cost {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly parameters: number;
  readonly trainable: number;
  readonly multiply_adds: number;
  readonly activations: number;
  readonly called: boolean;
  readonly children: number;
}

export interface Costs {
  readonly whole: Cost;
  readonly parts: readonly Cost[];
  readonly assumed: Readonly<Record<string, number>>;
}

export type Measure = "parameters" | "multiply_adds" | "activations";

/** The parts that cost most first, those that cost nothing left out. */
export function ranked(parts: readonly Cost[], by: Measure): readonly Cost[] {
  return parts.filter((part) => part[by] > 0).sort((one, other) => other[by] - one[by]);
}

/** "1, 2.5 3" -> [1, 2.5, 3]; null where something else stands there. */
export function readNumbers(text: string): readonly number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = parts.map(Number);
  return parts.length && numbers.every(Number.isFinite) ? numbers : null;
}

/** 401408 -> "401 kB". */
export function bytes(count: number): string {
  for (const [unit, size] of [["TB", 1e12], ["GB", 1e9], ["MB", 1e6], ["kB", 1e3]] as const) {
    if (count >= size) return `${Number((count / size).toPrecision(3))} ${unit}`;
  }
  return `${count} B`;
}

/** A figure as people read it: 0.0123, 18.1, -2.4e-7. */
export function figure(value: number | null): string {
  if (value === null) return "none";
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}

/** The heights of a histogram's bars from 0 to 1. Square roots let rare values be seen beside common ones. */
export function bars(counts: readonly number[]): readonly number[] {
  const most = Math.max(...counts, 1);
  return counts.map((count) => Math.sqrt(count / most));
}

/** The window of the position in the middle, as a share of the input from 0 to 1 and beyond, for drawing. */
export function middleWindow(reach: Reach): { readonly start: number; readonly size: number } | null {
  if (!reach.length) return null;
  const size = reach.size / reach.length;
  return { start: 0.5 - size / 2, size };
}
