// Comparing the document with another, or with how it was: asked again after each change.

import type { Problem } from "../core/analysis.ts";
import type { Comparison } from "../core/comparing.ts";
import { type GraphDocument } from "../core/document.ts";
import { writeDocument } from "../core/documentText.ts";
import type { Editor } from "./editor.ts";
import type { Server } from "./server.ts";
import { createStore, type Store } from "./store.ts";

export type Against =
  | { readonly what: "opened" }
  | { readonly what: "saved" }
  | { readonly what: "steps"; readonly back: number }
  | { readonly what: "other"; readonly title: string; readonly document: GraphDocument };

export interface ComparingState {
  readonly on: boolean;
  readonly against: Against;
  readonly before: GraphDocument | null;
  readonly result: Comparison | null;
  readonly problems: readonly Problem[];
  readonly opened: GraphDocument;
  readonly saved: GraphDocument | null;
}

export interface Comparing {
  readonly store: Store<ComparingState>;
  toggle(): void;
  choose(against: Against): void;
  /** Notes that the document was saved, or that another one was opened. */
  note(what: "opened" | "saved"): void;
  stop(): void;
}

const PAUSE = 150;

export function createComparing(editor: Editor, server: Server): Comparing {
  const opened = editor.whole();
  const store = createStore<ComparingState>({
    on: false,
    against: { what: "opened" },
    before: null,
    result: null,
    problems: [],
    opened,
    saved: null,
  });
  const change = (part: Partial<ComparingState>) => store.set({ ...store.get(), ...part });
  let asked = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function before(): GraphDocument | null {
    const { against, opened: first, saved } = store.get();
    const { past, present } = editor.store.get().history;
    if (against.what === "other") return against.document;
    if (against.what === "steps") return past[past.length - against.back] ?? past[0] ?? present;
    return against.what === "saved" ? saved : first;
  }

  async function ask(): Promise<void> {
    const then = before();
    if (!store.get().on || !then) return change({ before: null, result: null });
    const documents = { before: writeDocument(then), after: writeDocument(editor.whole()) };
    const question = JSON.stringify(documents);
    if (question === asked) return;
    asked = question;
    const answer = await server.compare(documents);
    if (asked !== question || !store.get().on) return;
    if (answer === "offline") asked = "";
    else if (!answer.ok) change({ before: then, result: null, problems: answer.problems });
    else change({ before: then, result: answer.result, problems: [] });
  }

  const later = () => {
    clearTimeout(timer);
    if (store.get().on) timer = setTimeout(() => void ask(), PAUSE);
  };
  const stop = editor.store.subscribe(later);
  return {
    store,
    toggle() {
      const on = !store.get().on;
      asked = "";
      change({ on, before: null, result: null, problems: [] });
      void ask();
    },
    choose(against) {
      asked = "";
      change({ against, result: null, problems: [] });
      void ask();
    },
    note(what) {
      change({ [what]: editor.whole() });
      later();
    },
    stop() {
      clearTimeout(timer);
      stop();
    },
  };
}
