import { changeNode, type GraphDocument, type ParamValue } from "../document.ts";

export interface SetParam {
  readonly kind: "set-param";
  readonly node: string;
  readonly name: string;
  /** Absent: back to the default, or to what is inferred. */
  readonly value?: ParamValue;
}

export function setParam(document: GraphDocument, { node: id, name, value }: SetParam): GraphDocument {
  return changeNode(document, id, (node) => {
    const { [name]: _old, ...others } = node.params;
    return { ...node, params: value === undefined ? others : { ...others, [name]: value } };
  });
}
