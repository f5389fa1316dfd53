import type { Freeze, GraphDocument } from "../document.ts";

export interface SetFreeze {
  readonly kind: "set-freeze";
  readonly nodes: readonly string[];
  readonly freeze: Freeze | null;
}

export function setFreeze(document: GraphDocument, { nodes: ids, freeze }: SetFreeze): GraphDocument {
  const asked = new Set(ids);
  return {
    ...document,
    nodes: document.nodes.map((node) => (asked.has(node.id) ? { ...node, freeze } : node)),
  };
}
