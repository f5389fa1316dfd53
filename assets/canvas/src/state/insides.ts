// The inside of the node that is open: which levels are unfolded, and what Python says about them.

import type { Problem } from "../core/analysis.ts";
import { ancestors, type Level, parentOf } from "../core/inside.ts";
import type { Editor } from "./editor.ts";
import type { Reports } from "./reports.ts";
import type { Server } from "./server.ts";
import { createStore, type Store } from "./store.ts";

/** Where a person is inside a node. Kept for each node, so that coming back finds it as it was left. */
export interface Place {
  readonly focus: string;
  readonly open: readonly string[];
}

export interface InsideState {
  readonly node: string | null;
  readonly places: Readonly<Record<string, Place>>;
  readonly levels: Readonly<Record<string, Level>>;
  readonly total: number;
  readonly problems: readonly Problem[];
  readonly loading: boolean;
  /** The edit whose form is unfolded, by its place in the order. */
  readonly chosen: number | null;
  /** The module that was last looked for. */
  readonly marked: string | null;
}

export interface Insides {
  readonly store: Store<InsideState>;
  place(): Place;
  enter(node: string): void;
  leave(): void;
  /** Shows the children of one module alone. */
  focus(path: string): void;
  toggle(path: string): void;
  /** Unfolds the way to a module and marks it. */
  reveal(path: string): void;
  choose(edit: number | null): void;
  stop(): void;
}

const START: Place = { focus: "", open: [] };
const NOWHERE: InsideState = {
  node: null,
  places: {},
  levels: {},
  total: 0,
  problems: [],
  loading: false,
  chosen: null,
  marked: null,
};
const MOST = 60;

export function createInsides(editor: Editor, reports: Reports, server: Server): Insides {
  const store = createStore<InsideState>(NOWHERE);
  let asked = "";
  let busy = false;

  const change = (part: Partial<InsideState>) => store.set({ ...store.get(), ...part });
  const place = (): Place => store.get().places[store.get().node ?? ""] ?? START;
  function go(next: Partial<Place>, more: Partial<InsideState> = {}): void {
    const { node, places } = store.get();
    if (node !== null) change({ ...more, places: { ...places, [node]: { ...place(), ...next } } });
  }

  /** What is on the screen: the level in focus and every unfolded one in it. */
  function wanted(): string[] {
    const { focus, open } = place();
    return [...new Set([focus, ...open.filter((path) => !focus || path.startsWith(`${focus}.`))])].slice(0, MOST);
  }

  async function ask(): Promise<void> {
    const { node } = store.get();
    const { phase, rev } = reports.overview.get();
    if (node === null || busy || phase !== "current" || rev !== editor.store.get().rev) return;
    const paths = wanted();
    const question = JSON.stringify([node, rev, paths]);
    if (question === asked) return;
    [busy, asked] = [true, question];
    const answer = await server.inside({ ...editor.asked(), node, paths });
    busy = false;
    if (store.get().node !== node) return void ask();
    if (answer === "offline") asked = "";
    else if (!answer.ok) change({ problems: answer.problems, levels: {}, total: 0, loading: false });
    else {
      const { total, levels } = answer.result;
      change({ total, problems: [], levels: { ...store.get().levels, ...levels }, loading: false });
      if (!levels[place().focus]) go({ focus: "" });
    }
    void ask();
  }

  function check(): void {
    const { node } = store.get();
    if (node !== null && !editor.document().nodes.some(({ id }) => id === node)) change({ node: null });
    void ask();
  }

  const stops = [reports.overview.subscribe(check), editor.store.subscribe(check), store.subscribe(() => void ask())];
  return {
    store,
    place,
    enter(node) {
      const again = store.get().node === node;
      asked = "";
      change({ node, chosen: null, marked: null, problems: [], ...(again ? {} : { levels: {}, loading: true }) });
    },
    leave: () => change({ node: null, chosen: null, marked: null }),
    focus: (path) => go({ focus: path }, { marked: null }),
    toggle(path) {
      const { open } = place();
      go({ open: open.includes(path) ? open.filter((other) => other !== path) : [...open, path] });
    },
    reveal(path) {
      const { focus, open } = place();
      const within = !focus || path.startsWith(`${focus}.`);
      const way = ancestors(parentOf(path)).slice(1);
      go({ focus: within ? focus : "", open: [...new Set([...open, ...way])] }, { marked: path });
    },
    choose: (chosen) => change({ chosen }),
    stop: () => stops.forEach((stop) => stop()),
  };
}
