import type { App } from "../state/app.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

function freezable(app: App): string[] {
  const { selection } = app.editor.store.get();
  return app.editor
    .document()
    .nodes.filter((node) => selection.nodes.has(node.id) && app.catalogue.byId.get(node.block)?.freezable)
    .map((node) => node.id);
}

/** Freezes the selected nodes; where all of them are frozen already, frees them. */
export const freezeAction: Action = {
  id: "freeze",
  title: strings.actions.freeze,
  group: "edit",
  icon: "snowflake",
  keys: ["f"],
  run(app) {
    const ids = freezable(app);
    const { nodes } = app.editor.document();
    const free = ids.some((id) => nodes.find((node) => node.id === id)?.freeze?.what !== "all");
    app.editor.run({ kind: "set-freeze", nodes: ids, freeze: free ? { what: "all" } : null });
  },
  blocked: (app) => (freezable(app).length ? null : strings.blocked.freezable),
};
