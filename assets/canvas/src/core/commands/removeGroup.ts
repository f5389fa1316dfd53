import type { GraphDocument } from "../document.ts";
import { useCount } from "../groups.ts";

export interface RemoveGroup {
  readonly kind: "remove-group";
  readonly group: string;
}

/** Removes a group that nothing uses any more. */
export function removeGroup(document: GraphDocument, { group: id }: RemoveGroup): GraphDocument {
  if (useCount(document, id) > 0) return document;
  return { ...document, groups: document.groups.filter((group) => group.id !== id) };
}
