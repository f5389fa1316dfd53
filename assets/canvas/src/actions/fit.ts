import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsAny } from "./needs.ts";

export const fitAction: Action = {
  id: "fit",
  title: strings.actions.fit,
  group: "view",
  icon: "fit",
  keys: ["shift+1"],
  run: (app) => app.stage?.fit(),
  blocked: needsAny,
};
