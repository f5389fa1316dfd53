import { copySelection, pasteFragment } from "../state/gestures.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsNodes } from "./needs.ts";

export const duplicateAction: Action = {
  id: "duplicate",
  title: strings.actions.duplicate,
  group: "edit",
  icon: "duplicate",
  keys: ["mod+d"],
  run(app) {
    const fragment = copySelection(app);
    if (fragment) pasteFragment(app, fragment);
  },
  blocked: needsNodes,
};
