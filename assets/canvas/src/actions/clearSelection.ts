import { NOTHING } from "../core/selection.ts";
import { stepOut } from "../state/grouping.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const clearSelectionAction: Action = {
  id: "clear-selection",
  title: strings.actions.clearSelection,
  group: "edit",
  icon: "close",
  keys: ["escape"],
  run(app) {
    const { menu, chooser } = app.look.get();
    const { selection } = app.editor.store.get();
    if (menu || chooser) app.look.change({ menu: null, chooser: null });
    else if (app.insides.store.get().node !== null) app.insides.leave();
    else if (selection.nodes.size + selection.edges.size > 0) app.editor.select(NOTHING);
    else stepOut(app);
  },
};
