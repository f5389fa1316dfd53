import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const searchAction: Action = {
  id: "search",
  title: strings.actions.search,
  group: "view",
  icon: "search",
  keys: ["mod+k", "/"],
  run: (app) => app.look.change({ dialog: "search", menu: null, chooser: null }),
};
