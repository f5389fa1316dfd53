import type { Edge, GraphDocument } from "../document.ts";

export interface ReorderInput {
  readonly kind: "reorder-input";
  readonly target: string;
  readonly input: string;
  readonly from: number;
  readonly to: number;
}

/** Moves one wire of a many-wire input to another place in its order; other wires stay where they are. */
export function reorderInput(document: GraphDocument, command: ReorderInput): GraphDocument {
  const { target, input, from, to } = command;
  const belongs = (edge: Edge) => edge.target === target && edge.input === input;
  const own = document.edges.filter(belongs);
  const moved = own[from];
  if (!moved || from === to || to < 0 || to >= own.length) return document;
  own.splice(from, 1);
  own.splice(to, 0, moved);
  const inOrder = own[Symbol.iterator]();
  const edges = document.edges.map((edge) => (belongs(edge) ? (inOrder.next().value as Edge) : edge));
  return { ...document, edges };
}
