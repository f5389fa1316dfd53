import { hasCopied, takeCopied } from "../state/clipboardStore.ts";
import { pasteFragment } from "../state/gestures.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const pasteAction: Action = {
  id: "paste",
  title: strings.actions.paste,
  group: "edit",
  icon: "paste",
  keys: ["mod+v"],
  run(app) {
    const copied = takeCopied();
    if (copied) pasteFragment(app, copied.fragment, [40 * copied.times, 40 * copied.times]);
  },
  blocked: () => (hasCopied() ? null : strings.blocked.clipboard),
};
