import { tidyPositions } from "../layout.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsAny } from "./needs.ts";

export const tidyAction: Action = {
  id: "tidy",
  title: strings.actions.tidy,
  group: "view",
  icon: "tidy",
  keys: ["shift+t"],
  run(app) {
    const positions = tidyPositions(app.editor.document(), (id) => app.stage?.sizeOf(id) ?? null);
    app.editor.run({ kind: "move-nodes", positions });
    setTimeout(() => app.stage?.fit(), 60);
  },
  blocked: needsAny,
};
