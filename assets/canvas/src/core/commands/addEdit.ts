import { changeEdits, type Edit, type GraphDocument } from "../document.ts";

export interface AddEdit {
  readonly kind: "add-edit";
  readonly node: string;
  readonly edit: Edit;
}

/** Puts an edit behind those that are there. */
export function addEdit(document: GraphDocument, { node, edit }: AddEdit): GraphDocument {
  return changeEdits(document, node, (edits) => [...edits, edit]);
}
