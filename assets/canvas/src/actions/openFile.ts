import { chooseFile } from "../state/documents.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const openAction: Action = {
  id: "open",
  title: strings.actions.open,
  group: "file",
  icon: "folder",
  keys: ["mod+o"],
  run: chooseFile,
};
