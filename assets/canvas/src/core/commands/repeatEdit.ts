import { changeEdits, type GraphDocument } from "../document.ts";

export interface RepeatEdit {
  readonly kind: "repeat-edit";
  readonly node: string;
  readonly index: number;
  readonly paths: readonly string[];
}

/** Does an edit at other paths too: single edits, behind those that are there. */
export function repeatEdit(document: GraphDocument, { node, index, paths }: RepeatEdit): GraphDocument {
  return changeEdits(document, node, (edits) => {
    const edit = edits[index];
    return edit ? [...edits, ...paths.map((path) => ({ ...edit, path, params: { ...edit.params } }))] : edits;
  });
}
