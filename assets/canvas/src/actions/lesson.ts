import { goToLesson } from "../state/lessonFiles.ts";
import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

export const lessonAction: Action = {
  id: "lesson",
  title: strings.actions.lesson,
  group: "view",
  icon: "book",
  keys: ["alt+l"],
  run: goToLesson,
};
