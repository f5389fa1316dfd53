import { makeGroup } from "../state/grouping.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";
import { needsNodes } from "./needs.ts";

/** Makes a block of the selected nodes, to be opened, named and used again. */
export const groupAction: Action = {
  id: "group",
  title: strings.actions.group,
  group: "edit",
  icon: "group",
  keys: ["mod+g"],
  run: (app) => void makeGroup(app),
  blocked: needsNodes,
};
