import type { GraphDocument, Position } from "../document.ts";

export interface MoveNodes {
  readonly kind: "move-nodes";
  readonly positions: Readonly<Record<string, Position>>;
  /** Small steps of the arrow keys melt into one undo step. */
  readonly nudge?: boolean;
}

export function moveNodes(document: GraphDocument, { positions }: MoveNodes): GraphDocument {
  let moved = false;
  const nodes = document.nodes.map((node) => {
    const to = positions[node.id];
    if (!to || (to[0] === node.position[0] && to[1] === node.position[1])) return node;
    moved = true;
    return { ...node, position: to };
  });
  return moved ? { ...document, nodes } : document;
}
