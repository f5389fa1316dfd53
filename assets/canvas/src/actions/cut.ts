import { keepCopied } from "../state/clipboardStore.ts";
import { copySelection, removeSelection } from "../state/gestures.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsNodes } from "./needs.ts";

export const cutAction: Action = {
  id: "cut",
  title: strings.actions.cut,
  group: "edit",
  icon: "cut",
  keys: ["mod+x"],
  run(app) {
    const fragment = copySelection(app);
    if (!fragment) return;
    keepCopied(fragment);
    removeSelection(app);
  },
  blocked: needsNodes,
};
