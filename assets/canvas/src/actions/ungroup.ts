import { nodeOf } from "../core/document.ts";
import type { App } from "../state/app.ts";
import { isGroup, takeApart } from "../state/grouping.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

/** The one selected node, where it uses a group. */
function grouped(app: App): string | null {
  const [only, ...others] = app.editor.store.get().selection.nodes;
  const block = only === undefined || others.length ? undefined : nodeOf(app.editor.document(), only)?.block;
  return only !== undefined && block !== undefined && isGroup(app, block) ? only : null;
}

/** Puts what is inside a block of one's own in its place. */
export const ungroupAction: Action = {
  id: "ungroup",
  title: strings.actions.ungroup,
  group: "edit",
  icon: "ungroup",
  keys: ["mod+shift+g"],
  run(app) {
    const node = grouped(app);
    if (node !== null) void takeApart(app, node);
  },
  blocked: (app) => (grouped(app) === null ? strings.blocked.ungroup : null),
};
