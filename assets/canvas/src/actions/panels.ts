import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

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
  run: (app) => app.look.change({ drawer: !app.look.get().drawer }),
};
