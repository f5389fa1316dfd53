import { removeSelection } from "../state/gestures.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsSelection } from "./needs.ts";

export const removeAction: Action = {
  id: "remove",
  title: strings.actions.remove,
  group: "edit",
  icon: "trash",
  keys: ["delete", "backspace"],
  run: removeSelection,
  blocked: needsSelection,
};
