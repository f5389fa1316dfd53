import type { GraphDocument } from "../document.ts";

export interface RemoveNodes {
  readonly kind: "remove-nodes";
  readonly ids: readonly string[];
}

/** Removes nodes and every wire that touches them; what shared the weights of one has its own again. */
export function removeNodes(document: GraphDocument, { ids }: RemoveNodes): GraphDocument {
  const gone = new Set(ids);
  if (!document.nodes.some((node) => gone.has(node.id))) return document;
  return {
    ...document,
    nodes: document.nodes
      .filter((node) => !gone.has(node.id))
      .map((node) => (node.shares !== null && gone.has(node.shares) ? { ...node, shares: null } : node)),
    edges: document.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)),
  };
}
