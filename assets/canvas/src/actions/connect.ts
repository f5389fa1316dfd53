import { nodeOf } from "../core/document.ts";
import { NODE_WIDTH } from "../core/place.ts";
import type { App } from "../state/app.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

/** Between the node and the list. */
const GAP = 16;

function onlyNode(app: App): string | null {
  const [only, ...others] = app.editor.store.get().selection.nodes;
  return only !== undefined && others.length === 0 ? only : null;
}

/** Offers every wire that the selected node could get: connecting without drawing. */
export const connectAction: Action = {
  id: "connect",
  title: strings.actions.connect,
  group: "edit",
  icon: "link",
  keys: ["c"],
  run(app) {
    const node = onlyNode(app);
    const found = node === null ? undefined : nodeOf(app.editor.document(), node);
    if (!found || !app.stage) return;
    const [x, y] = found.position;
    app.look.change({ chooser: { why: "wire", node: found.id, at: app.stage.onScreen([x + NODE_WIDTH + GAP, y]) }, menu: null });
  },
  blocked: (app) => (onlyNode(app) === null ? strings.blocked.node : null),
};
