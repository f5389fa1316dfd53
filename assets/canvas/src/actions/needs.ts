// Reasons why an action cannot be done, shared by those that work on the selection.

import type { App } from "../state/app.ts";
import { strings } from "../strings.ts";

export function needsNodes(app: App): string | null {
  return app.editor.store.get().selection.nodes.size ? null : strings.blocked.nodes;
}

export function needsSelection(app: App): string | null {
  const { nodes, edges } = app.editor.store.get().selection;
  return nodes.size + edges.size ? null : strings.blocked.selection;
}

export function needsAny(app: App): string | null {
  return app.editor.document().nodes.length ? null : strings.blocked.empty;
}
