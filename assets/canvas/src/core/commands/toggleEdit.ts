import { changeEdits, type GraphDocument } from "../document.ts";

export interface ToggleEdit {
  readonly kind: "toggle-edit";
  readonly node: string;
  readonly index: number;
}

/** Switches an edit off, where it does nothing and is kept, or on again. */
export function toggleEdit(document: GraphDocument, { node, index }: ToggleEdit): GraphDocument {
  return changeEdits(document, node, (edits) =>
    edits[index] ? edits.map((edit, at) => (at === index ? { ...edit, on: !edit.on } : edit)) : edits,
  );
}
