import type { App } from "../state/app.ts";
import { openGroup } from "../state/grouping.ts";
import { openInside } from "../state/surgery.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

/** The one selected node, where it has an inside. */
function openable(app: App): string | null {
  const [only, ...others] = app.editor.store.get().selection.nodes;
  if (only === undefined || others.length) return null;
  const block = app.editor.document().nodes.find((node) => node.id === only)?.block;
  return block !== undefined && app.catalogue.byId.get(block)?.tappable ? only : null;
}

export const insideAction: Action = {
  id: "inside",
  title: strings.actions.inside,
  group: "view",
  icon: "inside",
  keys: ["i"],
  run(app) {
    const node = openable(app);
    if (app.insides.store.get().node !== null) app.insides.leave();
    else if (node !== null && !openGroup(app, node)) openInside(app, node);
  },
  blocked: (app) => (openable(app) === null && app.insides.store.get().node === null ? strings.blocked.inside : null),
};
