import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const themeAction: Action = {
  id: "theme",
  title: strings.actions.theme,
  group: "view",
  icon: "moon",
  keys: ["shift+d"],
  run: (app) => app.theme.toggle(),
};
