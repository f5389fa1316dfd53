// The document and the look of the canvas in the browser's own store; all of it may be forbidden or full.

import { EMPTY, type GraphDocument } from "../core/document.ts";
import { readDocument } from "../core/documentText.ts";

const DOCUMENT = "netgraft:document";
const OFFERED = "netgraft:offered";

export function remember(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // A full or forbidden store must not stop an edit.
  }
}

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function saveDocument(text: string): void {
  remember(DOCUMENT, text);
}

/** What to begin with: the host's document the first time that it offers it, else what was last edited here. */
export function firstDocument(offered: string): GraphDocument {
  const isNew = offered !== "" && recall(OFFERED) !== offered;
  if (isNew) remember(OFFERED, offered);
  const text = isNew ? offered : recall(DOCUMENT);
  return (text ? readDocument(text) : null) ?? EMPTY;
}
