// The gallery: a card for each example, with its lesson; below, lessons of their own and the way to open one's own.

import { useEffect, useState } from "react";
import type { Totals } from "../../core/analysis.ts";
import type { LessonEntry } from "../../core/lesson.ts";
import type { App } from "../../state/app.ts";
import { chooseLesson, takeLesson } from "../../state/lessonFiles.ts";
import type { Answer, ExampleEntry } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import { Dialog } from "./Dialog.tsx";
import { ExampleCard } from "./ExampleCard.tsx";

type Sizes = Readonly<Record<string, Totals>>;

interface Gallery {
  readonly examples: readonly ExampleEntry[] | null;
  readonly lessons: readonly LessonEntry[];
  readonly sizes: Sizes;
  readonly fault: string | null;
}

/** A lesson stands on the card of every example of its system. */
function teaches(lesson: LessonEntry, entry: ExampleEntry): boolean {
  return lesson.system !== null && lesson.system === entry.system;
}

function result<T>(answer: Answer<T>): T | null {
  return answer !== "offline" && answer.ok ? answer.result : null;
}

function faultOf(answer: Answer<unknown>): string | null {
  if (answer === "offline") return strings.offlineLong;
  return answer.ok ? null : answer.problems.map((problem) => problem.said).join(" ");
}

/** Fetches the two lists, then the size of one example after the other, so that the server is not swamped. */
async function fill(app: App, show: (part: Partial<Gallery>) => void, gone: () => boolean): Promise<void> {
  const [listed, taught] = await Promise.all([app.server.examples(), app.server.lessons()]);
  const examples = result(listed);
  show({ examples, lessons: result(taught) ?? [], fault: faultOf(listed) ?? faultOf(taught) });
  let sizes: Sizes = {};
  for (const { id } of examples ?? []) {
    if (gone()) return;
    const size = result(await app.server.figures({ id }));
    if (size) show({ sizes: (sizes = { ...sizes, [id]: size }) });
  }
}

function useGallery(): Gallery {
  const app = useApp();
  const [gallery, setGallery] = useState<Gallery>({ examples: null, lessons: [], sizes: {}, fault: null });
  useEffect(() => {
    let gone = false;
    void fill(app, (part) => !gone && setGallery((before) => ({ ...before, ...part })), () => gone);
    return () => {
      gone = true;
    };
  }, [app]);
  return gallery;
}

function More({ lessons }: { lessons: readonly LessonEntry[] }) {
  const app = useApp();
  const text = strings.examples;
  return (
    <footer className="ng-more-lessons">
      {lessons.map((lesson) => (
        <button key={lesson.id} type="button" className="ng-button is-line" title={lesson.about} onClick={() => void takeLesson(app, { id: lesson.id })} data-testid={`learn-${lesson.id}`}>
          <Icon name="book" size={14} />
          {lesson.title}
        </button>
      ))}
      <button type="button" className="ng-button is-line" title={text.fileText} onClick={() => chooseLesson(app)} data-testid="lesson-file">
        <Icon name="folder" size={14} />
        {text.file}
      </button>
    </footer>
  );
}

export function ExamplesDialog() {
  const { examples, lessons, sizes, fault } = useGallery();
  const { title, text, loading, none } = strings.examples;
  const own = lessons.filter((lesson) => !examples?.some((entry) => teaches(lesson, entry)));
  return (
    <Dialog title={title} className="ng-examples">
      <p className="ng-quiet">{fault ?? (examples ? (examples.length ? text : none) : loading)}</p>
      <div className="ng-cards">
        {examples?.map((entry) => (
          <ExampleCard key={entry.id} entry={entry} lesson={lessons.find((lesson) => teaches(lesson, entry))} figures={sizes[entry.id]} />
        ))}
      </div>
      <More lessons={own} />
    </Dialog>
  );
}
