import type { GraphDocument } from "../document.ts";

export interface ReplaceDocument {
  readonly kind: "replace-document";
  readonly document: GraphDocument;
}

/** Opens another document: new, from a file, from an example, or one that Python has repaired. */
export function replaceDocument(_document: GraphDocument, { document }: ReplaceDocument): GraphDocument {
  return document;
}
