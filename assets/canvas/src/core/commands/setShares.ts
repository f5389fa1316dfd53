import { changeNode, type GraphDocument } from "../document.ts";

export interface SetShares {
  readonly kind: "set-shares";
  readonly node: string;
  readonly owner: string | null;
}

/** Lets a node use the weights of another one, which are then frozen there; null gives it its own again. */
export function setShares(document: GraphDocument, { node, owner }: SetShares): GraphDocument {
  return changeNode(document, node, (old) => ({ ...old, shares: owner, freeze: owner === null ? old.freeze : null }));
}
