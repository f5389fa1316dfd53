import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const undoAction: Action = {
  id: "undo",
  title: strings.actions.undo,
  group: "edit",
  icon: "undo",
  keys: ["mod+z"],
  run: (app) => app.editor.undo(),
  blocked: (app) => (app.editor.store.get().history.past.length ? null : strings.blocked.undo),
};
