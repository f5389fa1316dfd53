import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const zoomInAction: Action = {
  id: "zoom-in",
  title: strings.actions.zoomIn,
  group: "view",
  icon: "plus",
  keys: ["+", "="],
  run: (app) => app.stage?.zoom(1.25),
};

export const zoomOutAction: Action = {
  id: "zoom-out",
  title: strings.actions.zoomOut,
  group: "view",
  icon: "minus",
  keys: ["-"],
  run: (app) => app.stage?.zoom(0.8),
};
