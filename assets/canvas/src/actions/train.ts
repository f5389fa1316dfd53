import { openTraining } from "../state/pageTabs.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const trainAction: Action = {
  id: "train",
  title: strings.actions.train,
  group: "view",
  icon: "next",
  keys: ["mod+enter"],
  run: openTraining,
};
