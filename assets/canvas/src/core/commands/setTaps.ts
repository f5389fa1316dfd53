import { changeNode, type GraphDocument } from "../document.ts";

export interface SetTaps {
  readonly kind: "set-taps";
  readonly node: string;
  readonly taps: readonly string[];
}

/** Sets the tapped paths; wires that hung on a tap now gone go with it. */
export function setTaps(document: GraphDocument, { node: id, taps }: SetTaps): GraphDocument {
  const old = document.nodes.find((node) => node.id === id);
  if (!old) return document;
  const gone = new Set(old.taps.filter((path) => !taps.includes(path)));
  const edges = document.edges.filter((edge) => edge.source !== id || !gone.has(edge.output));
  return { ...changeNode(document, id, (node) => ({ ...node, taps })), edges };
}
