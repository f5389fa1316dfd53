// Beginning a lesson: one that came along, or one from files of this computer.

import type { LessonSource } from "../core/lesson.ts";
import { strings } from "../strings.ts";
import type { App } from "./app.ts";

export async function takeLesson(app: App, source: LessonSource): Promise<void> {
  app.look.change({ dialog: null, menu: null, chooser: null });
  app.insides.leave();
  await app.lessons.start(source);
}

/** Goes to the lesson that is on; where there is none, to the gallery. */
export function goToLesson(app: App): void {
  if (app.lessons.store.get().lesson) app.root.querySelector<HTMLElement>(".ng-lesson .ng-scroll")?.focus();
  else app.look.change({ dialog: "examples" });
}

/** Lets the person choose a lesson's Markdown file, and the documents that it opens, together. */
export function chooseLesson(app: App): void {
  const input = window.document.createElement("input");
  Object.assign(input, { type: "file", multiple: true, accept: ".md,.json,text/markdown,application/json" });
  input.dataset.testid = "lesson-file-input";
  input.style.display = "none";
  input.addEventListener("change", async () => {
    await openFiles(app, [...(input.files ?? [])]);
    input.remove();
  });
  app.root.append(input);
  input.click();
}

async function openFiles(app: App, files: readonly File[]): Promise<void> {
  const lesson = files.find((file) => /\.(md|markdown)$/i.test(file.name));
  if (!lesson) return app.look.toast(strings.lesson.noLesson, true);
  const documents: Record<string, string> = {};
  for (const file of files) if (/\.json$/i.test(file.name)) documents[file.name.slice(0, -5)] = await file.text();
  await takeLesson(app, { text: await lesson.text(), documents });
}
