// The link that opens a lesson at a step, into the clipboard.

import { strings } from "../strings.ts";
import type { App } from "./app.ts";

export async function shareLesson(app: App): Promise<void> {
  const link = app.lessons.link();
  try {
    await navigator.clipboard.writeText(link);
    app.look.toast(strings.lesson.shared);
  } catch {
    app.look.toast(strings.lesson.link(link)); // the clipboard is closed to pages that came over plain http
  }
}
