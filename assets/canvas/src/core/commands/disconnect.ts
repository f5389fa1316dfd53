import { type Edge, type GraphDocument, edgeId } from "../document.ts";

export interface Disconnect {
  readonly kind: "disconnect";
  readonly edges: readonly Edge[];
}

export function disconnect(document: GraphDocument, { edges }: Disconnect): GraphDocument {
  const gone = new Set(edges.map(edgeId));
  const kept = document.edges.filter((edge) => !gone.has(edgeId(edge)));
  return kept.length === document.edges.length ? document : { ...document, edges: kept };
}
