import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const helpAction: Action = {
  id: "help",
  title: strings.actions.help,
  group: "view",
  icon: "help",
  keys: ["?"],
  run: (app) => app.look.change({ dialog: "help" }),
};
