import { selectAll } from "../core/selection.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsAny } from "./needs.ts";

export const selectAllAction: Action = {
  id: "select-all",
  title: strings.actions.selectAll,
  group: "edit",
  icon: "select",
  keys: ["mod+a"],
  run: (app) => app.editor.select(selectAll(app.editor.document())),
  blocked: needsAny,
};
