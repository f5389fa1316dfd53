import { keepCopied } from "../state/clipboardStore.ts";
import { copySelection } from "../state/gestures.ts";
import { strings } from "../strings.ts";
import { type Action } from "./action.ts";
import { needsNodes } from "./needs.ts";

export const copyAction: Action = {
  id: "copy",
  title: strings.actions.copy,
  group: "edit",
  icon: "copy",
  keys: ["mod+c"],
  run(app) {
    const fragment = copySelection(app);
    if (!fragment) return;
    keepCopied(fragment);
    app.look.toast(strings.copied(fragment.nodes.length));
  },
  blocked: needsNodes,
};
