import { tidyPositions } from "../layout.ts";
import { folded } from "../core/folding.ts";
import { CARD } from "../core/place.ts";
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
    const document = app.editor.document();
    const sizeOf = (id: string) => app.stage?.sizeOf(id) ?? CARD;
    const inOneRow = tidyPositions(document, sizeOf);
    const positions = app.stage ? folded(document, inOneRow, sizeOf, app.stage.room()) : inOneRow;
    app.editor.run({ kind: "move-nodes", positions });
    setTimeout(() => app.stage?.fit(), 60);
  },
  blocked: needsAny,
};
