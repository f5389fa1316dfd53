// What changed between two documents, as Python says it, and what of it stands on the canvas no more.

import { edgeId, type Edge, type GraphDocument, type GraphNode } from "./document.ts";

export type ChangeKind = "added" | "gone" | "changed";

export interface Change {
  readonly kind: ChangeKind;
  readonly about: string;
  readonly place: string;
  readonly before: string;
  readonly after: string;
  readonly said: string;
}

export interface Comparison {
  readonly same: boolean;
  readonly changes: readonly Change[];
  readonly nodes: Readonly<Record<string, ChangeKind>>;
  readonly wires: Readonly<Record<string, ChangeKind>>;
  readonly parameters: readonly [number, number];
  readonly trainable: readonly [number, number];
  readonly frozen: readonly [number, number];
}

/** A wire as Python writes it. */
export function wireName(edge: Edge): string {
  return `${edge.source}.${edge.output} -> ${edge.target}.${edge.input}`;
}

/** The nodes of an earlier document that the present one has no more. */
export function goneNodes(before: GraphDocument, now: GraphDocument): readonly GraphNode[] {
  const kept = new Set(now.nodes.map(({ id }) => id));
  return before.nodes.filter(({ id }) => !kept.has(id));
}

/** The wires of an earlier document that the present one has no more. */
export function goneWires(before: GraphDocument, now: GraphDocument): readonly Edge[] {
  const kept = new Set(now.edges.map(edgeId));
  return before.edges.filter((edge) => !kept.has(edgeId(edge)));
}

/** The node that a change belongs to; null for those of the document or of a wire. */
export function nodeOfChange(change: Change): string | null {
  if (change.about === "document" || change.about === "wire") return null;
  return change.place.split(".")[0] ?? null;
}
