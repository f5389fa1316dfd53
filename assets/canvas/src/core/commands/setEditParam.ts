import { changeEdits, type GraphDocument, type ParamValue } from "../document.ts";

export interface SetEditParam {
  readonly kind: "set-edit-param";
  readonly node: string;
  readonly index: number;
  readonly name: string;
  /** Absent: back to the default, or to what is inferred. */
  readonly value?: ParamValue;
}

/** Sets a parameter of the block that an edit puts in. */
export function setEditParam(document: GraphDocument, { node, index, name, value }: SetEditParam): GraphDocument {
  return changeEdits(document, node, (edits) => {
    if (!edits[index]) return edits;
    const { [name]: _old, ...others } = edits[index].params;
    const params = value === undefined ? others : { ...others, [name]: value };
    return edits.map((edit, at) => (at === index ? { ...edit, params } : edit));
  });
}
