// The lesson that is on: its step, what of it is met, and the learner's own document, kept aside meanwhile.

import type { GraphDocument } from "../core/document.ts";
import { readDocument, writeDocument } from "../core/documentText.ts";
import { addressOf, asked, doneWith, documentName, type Lesson, type LessonSource, stepOf, waits } from "../core/lesson.ts";
import { strings } from "../strings.ts";
import { recall, remember } from "./autosave.ts";
import type { Editor } from "./editor.ts";
import type { Reports } from "./reports.ts";
import type { Answer, Server } from "./server.ts";
import { createStore, type Store } from "./store.ts";

const KEY = "netgraft:lesson";
const OWN = "netgraft:own";
const LOOK = 1500;

export interface LessonState {
  readonly lesson: Lesson | null;
  readonly source: LessonSource | null;
  readonly step: number;
  /** For each check of the step whether it is met; null until Python has answered. */
  readonly met: readonly boolean[] | null;
  readonly done: readonly number[];
  /** Which of the lesson's documents was put on the canvas last. */
  readonly standing: string | null;
}

/** What lessons need of the canvas around them. */
export interface Desk {
  /** Puts a document on the canvas; `own` is the learner's, and stays as it was laid out. */
  replace(document: GraphDocument, own: boolean): void;
  say(text: string, bad?: boolean): void;
  /** Brings all nodes into view where one of them is cut off. */
  overview(): void;
  /** Makes room for the lesson, or takes it back. */
  room(wanted: boolean): void;
}

export interface Lessons {
  readonly store: Store<LessonState>;
  /** Opens a lesson at a step (from 1, as in an address); says whether it could. */
  start(source: LessonSource, step?: string | null): Promise<boolean>;
  /** Goes on with what was done on an earlier visit. */
  restore(kept: Pick<LessonState, "done" | "standing">): void;
  go(step: number): void;
  /** Puts a document of the lesson on the canvas, as one undo step. */
  put(source: string): Promise<void>;
  /** Ends the lesson and brings back what was on the canvas before it. */
  leave(): void;
  link(): string;
  stop(): void;
}

const NONE: LessonState = { lesson: null, source: null, step: 0, met: null, done: [], standing: null };

export function createLessons(editor: Editor, reports: Reports, server: Server, desk: Desk): Lessons {
  const store = createStore<LessonState>(NONE);
  const change = (part: Partial<LessonState>) => store.set({ ...store.get(), ...part });
  let question = "";
  let busy = false;
  /** What the lesson itself put on the canvas; anything else there is the learner's work and only replaced on request. */
  let placed: GraphDocument | null = null;

  /** The answer's result; where there is none, the person learns why. */
  function taken<T>(answer: Answer<T>): T | null {
    if (answer === "offline") desk.say(strings.offlineLong, true);
    else if (!answer.ok) desk.say(answer.problems.map((problem) => `${problem.title}. ${problem.said}`).join(" "), true);
    else return answer.result;
    return null;
  }

  function keep(): void {
    const { lesson, source, step, done, standing } = store.get();
    remember(KEY, lesson ? JSON.stringify({ source, step, done, standing }) : "");
    const id = source && "id" in source ? source.id : null;
    history.replaceState(history.state, "", addressOf(location.href, id, step));
  }

  /** Keeps what is on the canvas for the end of the lesson, which may replace it from now on. */
  function setAside(): void {
    placed = editor.whole();
    remember(OWN, placed.nodes.length ? writeDocument(placed) : "");
  }

  function arrive(): void {
    const { lesson, step } = store.get();
    question = "";
    change({ met: null });
    keep();
    const { opens = null, start = null } = lesson?.steps[step] ?? {};
    const empty = editor.whole().nodes.length === 0;
    const begin = empty ? start : editor.whole() === placed ? opens : null;
    if (begin) return void put(begin, true);
    desk.overview();
    void judge(true);
  }

  async function put(source: string, quietly = false): Promise<void> {
    const { lesson, source: from, step } = store.get();
    const text = from && "documents" in from ? from.documents[documentName(source)] : undefined;
    const answer = await server.lessonDocument({ source, ...(text === undefined ? {} : { text }) });
    if (store.get().lesson !== lesson || store.get().step !== step) return; // the learner has gone on meanwhile
    const result = taken(answer);
    const document = result && readDocument(result.document);
    if (!document) return;
    desk.replace(document, false);
    placed = editor.whole();
    change({ standing: source, met: null });
    keep();
    if (!quietly) desk.say(strings.lesson.put);
  }

  /** Asks Python about the step, once for each state of the canvas; again and again only where it waits for a run. */
  async function judge(again: boolean): Promise<void> {
    const { lesson, source, step, standing } = store.get();
    const { phase, rev } = reports.overview.get();
    if (!lesson || !source || busy || phase !== "current" || rev !== editor.store.get().rev) return;
    const here = lesson.steps[step];
    if (!here?.checks.length || waits(here, standing)) return;
    const asking = JSON.stringify([lesson.id, step, rev]);
    if (!again && asking === question) return;
    [busy, question] = [true, asking];
    const answer = await server.judge({ ...asked(source), step, document: writeDocument(editor.whole()) });
    busy = false;
    const { step: now, done } = store.get();
    if (answer === "offline" || store.get().lesson !== lesson) return;
    if (now !== step) return void judge(true);
    if (answer.ok) accept(answer.result.met, doneWith(done, step, answer.result.met));
    if (editor.store.get().rev !== rev) void judge(false);
  }

  function accept(met: readonly boolean[], done: readonly number[]): void {
    const before = store.get();
    if (JSON.stringify(before.met) !== JSON.stringify(met) || before.done !== done) change({ met, done });
    if (before.done !== done) keep();
  }

  /** A run ends without an edit: a step that waits for one is looked at while the page is seen. */
  function look(): void {
    const { lesson, step, met } = store.get();
    if (document.hidden || !lesson?.steps[step]?.runs || met?.every(Boolean)) return;
    void judge(true);
  }

  const stops = [reports.overview.subscribe(() => void judge(false))];
  const timer = setInterval(look, LOOK);
  return {
    store,
    async start(source, step = null) {
      const lesson = taken(await server.lesson(asked(source)));
      if (!lesson) return false;
      if (!store.get().lesson && !readKept()) {
        setAside();
        desk.room(true);
      }
      change({ lesson, source, step: stepOf(step, lesson.steps.length), done: [], met: null, standing: null });
      arrive();
      return true;
    },
    restore({ done, standing }) {
      change({ done: [...new Set([...done, ...store.get().done])], standing: store.get().standing ?? standing });
      keep();
      void judge(true);
    },
    go(step) {
      const { lesson, step: from, done } = store.get();
      if (!lesson?.steps[step]) return;
      const read = lesson.steps[from]?.checks.length === 0 && step > from && !done.includes(from);
      change({ step, done: read ? [...done, from] : done });
      arrive();
    },
    put,
    leave() {
      const own = readDocument(recall(OWN) ?? "");
      store.set(NONE);
      keep();
      remember(OWN, "");
      desk.room(false);
      if (!own) return;
      desk.replace(own, true);
      desk.say(strings.lesson.back);
    },
    link() {
      const { source, step } = store.get();
      return addressOf(location.href, source && "id" in source ? source.id : null, step);
    },
    stop() {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    },
  };
}

/** Goes on where the address or the last visit says. */
export async function resumeLesson(lessons: Lessons): Promise<void> {
  const address = new URLSearchParams(location.search);
  const kept = readKept();
  const id = address.get("lesson");
  const source = id ? { id } : kept?.source;
  if (!source) return;
  const same = kept !== null && JSON.stringify(kept.source) === JSON.stringify(source);
  const found = await lessons.start(source, id ? address.get("step") : String((kept?.step ?? 0) + 1));
  if (found && same) lessons.restore(kept);
}

interface Kept extends Pick<LessonState, "step" | "done" | "standing"> {
  readonly source: LessonSource;
}

function readKept(): Kept | null {
  try {
    const kept = JSON.parse(recall(KEY) ?? "null");
    if (!kept?.source) return null;
    return { source: kept.source, step: Number(kept.step) || 0, done: kept.done ?? [], standing: kept.standing ?? null };
  } catch {
    return null;
  }
}
