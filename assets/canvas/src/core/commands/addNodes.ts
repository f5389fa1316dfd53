import type { GraphDocument, GraphNode } from "../document.ts";

export interface AddNodes {
  readonly kind: "add-nodes";
  readonly nodes: readonly GraphNode[];
}

export function addNodes(document: GraphDocument, { nodes }: AddNodes): GraphDocument {
  const taken = new Set(document.nodes.map((node) => node.id));
  const added = nodes.filter((node) => !taken.has(node.id));
  return added.length ? { ...document, nodes: [...document.nodes, ...added] } : document;
}
