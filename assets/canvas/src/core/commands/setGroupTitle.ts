import type { GraphDocument } from "../document.ts";

export interface SetGroupTitle {
  readonly kind: "set-group-title";
  readonly group: string;
  readonly title: string;
}

export function setGroupTitle(document: GraphDocument, { group: id, title }: SetGroupTitle): GraphDocument {
  return { ...document, groups: document.groups.map((group) => (group.id === id ? { ...group, title } : group)) };
}
