import { type Edge, type GraphDocument, sameEdge } from "../document.ts";

export interface Connect {
  readonly kind: "connect";
  readonly edge: Edge;
  /** False for an input that takes many wires: the new one comes last. */
  readonly replaces: boolean;
}

/** Adds a wire; an input for one wire lets go of the old one. */
export function connect(document: GraphDocument, { edge, replaces }: Connect): GraphDocument {
  if (edge.source === edge.target || document.edges.some((old) => sameEdge(old, edge))) return document;
  const kept = replaces
    ? document.edges.filter((old) => old.target !== edge.target || old.input !== edge.input)
    : document.edges;
  return { ...document, edges: [...kept, edge] };
}
