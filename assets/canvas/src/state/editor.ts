// The document under edit, its history, where in it a person stands, and the selection. Every change goes through `run`.

import { type Command, reduce } from "../core/commands/index.ts";
import type { GraphDocument } from "../core/document.ts";
import { writeDocument } from "../core/documentText.ts";
import { CANVAS, nearest, putBack, shownAt, type Where } from "../core/groups.ts";
import { begin, type History, record, redo, undo } from "../core/history.ts";
import { NOTHING, prune, sameSelection, type Selection } from "../core/selection.ts";
import { mergeKey, needsAnalysis } from "../core/undoable.ts";
import { createStore, type Store } from "./store.ts";

export interface EditorState {
  readonly history: History;
  readonly where: Where;
  /** The graph that is on the screen: the document, or with the nodes and wires of the group that is open. */
  readonly shown: GraphDocument;
  readonly selection: Selection;
  /** Grows with every change that PyTorch's answer may depend on. */
  readonly rev: number;
}

/** What Python needs to know to answer about the graph on the screen. */
export interface Asked {
  readonly document: string;
  readonly group: string | null;
  readonly way: readonly string[];
}

export interface Editor {
  readonly store: Store<EditorState>;
  /** The graph that is on the screen. */
  document(): GraphDocument;
  /** The whole document, whatever is open. */
  whole(): GraphDocument;
  asked(): Asked;
  /** Applies the commands of one gesture to what is on the screen, as one undo step. */
  run(commands: Command | readonly Command[]): void;
  /** Opens a group, or goes back. */
  go(where: Where): void;
  undo(): void;
  redo(): void;
  select(selection: Selection): void;
}

/** The whole document after a command on what is shown; a document that is replaced is replaced as a whole. */
function apply(whole: GraphDocument, where: Where, command: Command): GraphDocument {
  const next = reduce(shownAt(whole, where), command);
  return command.kind === "replace-document" ? next : putBack(whole, where, next);
}

export function createEditor(initial: GraphDocument, clock: () => number = Date.now): Editor {
  const [history, where] = [begin(initial), CANVAS];
  const store = createStore<EditorState>({ history, where, shown: initial, selection: NOTHING, rev: 1 });

  function put(next: History, asksAgain: boolean): void {
    const state = store.get();
    if (next === state.history) return;
    const place = nearest(next.present, state.where);
    const shown = shownAt(next.present, place);
    const selection = place === state.where ? prune(state.selection, shown) : NOTHING;
    store.set({ history: next, where: place, shown, selection, rev: asksAgain ? state.rev + 1 : state.rev });
  }

  return {
    store,
    document: () => store.get().shown,
    whole: () => store.get().history.present,
    asked: () => ({ document: writeDocument(store.get().history.present), ...store.get().where }),
    run(given) {
      const commands = Array.isArray(given) ? (given as readonly Command[]) : [given as Command];
      const state = store.get();
      const next = commands.reduce((whole, command) => apply(whole, state.where, command), state.history.present);
      put(record(state.history, next, mergeKey(commands), clock()), needsAnalysis(commands));
    },
    go(wanted) {
      const state = store.get();
      const place = nearest(state.history.present, wanted);
      const shown = shownAt(state.history.present, place);
      store.set({ ...state, where: place, shown, selection: NOTHING, rev: state.rev + 1 });
    },
    undo: () => put(undo(store.get().history), true),
    redo: () => put(redo(store.get().history), true),
    select(selection) {
      const state = store.get();
      if (!sameSelection(selection, state.selection)) store.set({ ...state, selection });
    },
  };
}
