// What Python says about a document. The browser only shows it.

import type { Block } from "./catalogue.ts";

export interface PortShape {
  readonly shape?: readonly (number | string)[];
  readonly axes?: readonly string[];
  readonly text: string;
  readonly dtype: string;
  readonly kind: string;
}

export interface Stage {
  readonly path: string;
  readonly parameters: number;
  readonly frozen: boolean;
}

/** Which tensors of the network the edits kept, added and dropped. */
export interface Receipt {
  readonly said: string;
  readonly kept: number;
  readonly new: readonly string[];
  readonly dropped: readonly string[];
}

export type NodeState = "ok" | "error" | "waiting" | "warning";

export interface NodeReport {
  readonly state: NodeState;
  readonly parameters: number;
  readonly trainable: number;
  readonly tensors: number;
  readonly frozen_tensors: number;
  readonly inferred?: Readonly<Record<string, unknown>>;
  /** For each edit, the parameters that followed from what arrives at its place. */
  readonly edits?: readonly Readonly<Record<string, unknown>>[];
  readonly note?: string | null;
  /** How what arrives is to be prepared, where no input does it. */
  readonly expects?: string | null;
  readonly stages?: readonly Stage[];
  readonly receipt?: Receipt | null;
  /** What each edit did by itself; null for one that is switched off. */
  readonly receipts?: readonly (Receipt | null)[];
  /** The outermost module paths that the freezing catches, the first few by name. */
  readonly caught?: { readonly count: number; readonly paths: readonly string[] };
}

export interface Fix {
  readonly title: string;
  readonly leads_to?: string | null;
  /** The change in the number of parameters; where it could not be told, `in_all` is what there are afterwards. */
  readonly parameters?: number | null;
  readonly in_all?: number | null;
  readonly changes: unknown;
}

export type Severity = "error" | "warning" | "note";

export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly node?: string | null;
  readonly port?: string | null;
  readonly param?: string | null;
  /** The edit of the node that it is about, by its place in the order. */
  readonly edit?: number | null;
  /** The way from a node that is a group to the node in it. */
  readonly inside?: readonly string[];
  readonly title: string;
  readonly said: string;
  readonly expected?: string | null;
  readonly got?: string | null;
  readonly next?: string | null;
  readonly help?: string | null;
  readonly details?: string | null;
  readonly fixes?: readonly Fix[];
}

export interface Totals {
  readonly parameters: number;
  readonly trainable: number;
  readonly tensors: number;
  readonly frozen_tensors: number;
  readonly [more: string]: number | string | null | undefined;
}

export interface Analysis {
  readonly rev: number;
  readonly sound: boolean;
  readonly outputs: Readonly<Record<string, PortShape>>;
  readonly nodes: Readonly<Record<string, NodeReport>>;
  readonly problems: readonly Problem[];
  readonly totals: Totals;
  /** The groups of the document as blocks. */
  readonly groups?: readonly Block[];
}

export function portKey(node: string, port: string): string {
  return `${node}.${port}`;
}

/** Names a problem, so that the list can come back to it after another check. */
export function problemKey({ code, node, port, param }: Problem): string {
  return [code, node, port, param].map((part) => part ?? "").join(" ");
}

/** The worst severity first, and otherwise in the order in which Python lists them. */
export function ranked(problems: readonly Problem[]): readonly Problem[] {
  const rank: Record<Severity, number> = { error: 0, warning: 1, note: 2 };
  return [...problems].sort((one, other) => rank[one.severity] - rank[other.severity]);
}
