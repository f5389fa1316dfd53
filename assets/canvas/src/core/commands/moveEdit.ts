import { changeEdits, type GraphDocument } from "../document.ts";

export interface MoveEdit {
  readonly kind: "move-edit";
  readonly node: string;
  readonly from: number;
  readonly to: number;
}

/** Moves an edit to another place in the order in which they are done. */
export function moveEdit(document: GraphDocument, { node, from, to }: MoveEdit): GraphDocument {
  return changeEdits(document, node, (edits) => {
    const moved = edits[from];
    if (!moved || !edits[to] || from === to) return edits;
    const others = edits.filter((_, at) => at !== from);
    return [...others.slice(0, to), moved, ...others.slice(to)];
  });
}
