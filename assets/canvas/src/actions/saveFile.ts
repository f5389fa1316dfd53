import { saveFile } from "../state/documents.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const saveAction: Action = {
  id: "save",
  title: strings.actions.save,
  group: "file",
  icon: "download",
  keys: ["mod+s"],
  run: saveFile,
  blocked: (app) => (app.editor.document().nodes.length ? null : strings.blocked.empty),
};
