import { problemKey, ranked } from "../core/analysis.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

/** After this time the canvas has the height that the drawer leaves it. */
const SETTLED = 80;

export const paletteAction: Action = {
  id: "palette",
  title: strings.actions.palette,
  group: "view",
  icon: "panelLeft",
  keys: ["["],
  run: (app) => app.look.change({ palette: !app.look.get().palette }),
};

export const inspectorAction: Action = {
  id: "inspector",
  title: strings.actions.inspector,
  group: "view",
  icon: "panelRight",
  keys: ["]"],
  run: (app) => app.look.change({ inspector: !app.look.get().inspector }),
};

export const problemsAction: Action = {
  id: "problems",
  title: strings.actions.problems,
  group: "view",
  icon: "panelBottom",
  keys: ["p"],
  run(app) {
    const { drawer, problem } = app.look.get();
    app.look.change({ drawer: !drawer });
    const all = ranked(app.reports.overview.get().problems);
    const { node } = all.find((one) => problemKey(one) === problem) ?? all[0] ?? {};
    if (!drawer && node) setTimeout(() => app.stage?.reveal(node), SETTLED);
  },
};
