import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const compareAction: Action = {
  id: "compare",
  title: strings.actions.compare,
  group: "view",
  icon: "scale",
  keys: ["shift+c"],
  run: (app) => app.comparing.toggle(),
};
