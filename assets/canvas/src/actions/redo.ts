import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const redoAction: Action = {
  id: "redo",
  title: strings.actions.redo,
  group: "edit",
  icon: "redo",
  keys: ["mod+shift+z", "mod+y"],
  run: (app) => app.editor.redo(),
  blocked: (app) => (app.editor.store.get().history.future.length ? null : strings.blocked.redo),
};
