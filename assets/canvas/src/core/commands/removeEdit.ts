import { changeEdits, type GraphDocument } from "../document.ts";

export interface RemoveEdit {
  readonly kind: "remove-edit";
  readonly node: string;
  readonly index: number;
}

export function removeEdit(document: GraphDocument, { node, index }: RemoveEdit): GraphDocument {
  return changeEdits(document, node, (edits) => (edits[index] ? edits.filter((_, at) => at !== index) : edits));
}
