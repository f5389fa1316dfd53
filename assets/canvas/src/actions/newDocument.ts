import { newDocument } from "../state/documents.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const newAction: Action = {
  id: "new",
  title: strings.actions.new,
  group: "file",
  icon: "file",
  keys: ["alt+n"],
  run: newDocument,
};
