import { changeNode, type GraphDocument } from "../document.ts";

export interface SetLabel {
  readonly kind: "set-label";
  readonly node: string;
  readonly label: string;
}

export function setLabel(document: GraphDocument, { node, label }: SetLabel): GraphDocument {
  return changeNode(document, node, (old) => ({ ...old, label }));
}
