import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const examplesAction: Action = {
  id: "examples",
  title: strings.actions.examples,
  group: "file",
  icon: "gallery",
  keys: ["alt+e"],
  run: (app) => app.look.change({ dialog: "examples" }),
};
