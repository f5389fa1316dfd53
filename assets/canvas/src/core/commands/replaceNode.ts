import type { Edge, GraphDocument, GraphNode } from "../document.ts";

export interface ReplaceNode {
  readonly kind: "replace-node";
  readonly node: GraphNode;
  /** Every wire that touches the node afterwards, in order. */
  readonly edges: readonly Edge[];
}

/** Puts another node in the place of the one with the same id. */
export function replaceNode(document: GraphDocument, { node, edges }: ReplaceNode): GraphDocument {
  const touches = (edge: Edge) => edge.source === node.id || edge.target === node.id;
  return {
    ...document,
    nodes: document.nodes.map((old) => (old.id === node.id ? node : old)),
    edges: [...document.edges.filter((edge) => !touches(edge)), ...edges],
  };
}
