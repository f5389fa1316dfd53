import type { GraphDocument } from "../document.ts";

export interface RemoveNodes {
  readonly kind: "remove-nodes";
  readonly ids: readonly string[];
}

/** Removes nodes and every wire that touches them. */
export function removeNodes(document: GraphDocument, { ids }: RemoveNodes): GraphDocument {
  const gone = new Set(ids);
  if (!document.nodes.some((node) => gone.has(node.id))) return document;
  return {
    ...document,
    nodes: document.nodes.filter((node) => !gone.has(node.id)),
    edges: document.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)),
  };
}
