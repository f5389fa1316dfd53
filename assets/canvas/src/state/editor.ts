// The document under edit, its history and the selection. Every change goes through `run`.

import { type Command, reduce } from "../core/commands/index.ts";
import type { GraphDocument } from "../core/document.ts";
import { begin, type History, record, redo, undo } from "../core/history.ts";
import { NOTHING, prune, sameSelection, type Selection } from "../core/selection.ts";
import { mergeKey, needsAnalysis } from "../core/undoable.ts";
import { createStore, type Store } from "./store.ts";

export interface EditorState {
  readonly history: History;
  readonly selection: Selection;
  /** Grows with every change that PyTorch's answer may depend on. */
  readonly rev: number;
}

export interface Editor {
  readonly store: Store<EditorState>;
  document(): GraphDocument;
  /** Applies the commands of one gesture as one undo step. */
  run(commands: Command | readonly Command[]): void;
  undo(): void;
  redo(): void;
  select(selection: Selection): void;
}

export function createEditor(initial: GraphDocument, clock: () => number = Date.now): Editor {
  const store = createStore<EditorState>({ history: begin(initial), selection: NOTHING, rev: 1 });

  function put(history: History, asksAgain: boolean): void {
    const state = store.get();
    if (history === state.history) return;
    const selection = prune(state.selection, history.present);
    store.set({ history, selection, rev: asksAgain ? state.rev + 1 : state.rev });
  }

  return {
    store,
    document: () => store.get().history.present,
    run(asked) {
      const commands = Array.isArray(asked) ? (asked as readonly Command[]) : [asked as Command];
      const { history } = store.get();
      const next = commands.reduce(reduce, history.present);
      put(record(history, next, mergeKey(commands), clock()), needsAnalysis(commands));
    },
    undo: () => put(undo(store.get().history), true),
    redo: () => put(redo(store.get().history), true),
    select(selection) {
      const state = store.get();
      if (!sameSelection(selection, state.selection)) store.set({ ...state, selection });
    },
  };
}
