import type { GraphDocument } from "../document.ts";

export interface SetTitle {
  readonly kind: "set-title";
  readonly title: string;
}

export function setTitle(document: GraphDocument, { title }: SetTitle): GraphDocument {
  return title === document.title ? document : { ...document, title };
}
