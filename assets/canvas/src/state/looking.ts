// The values on the wire that was looked at last, and the sample that the network runs on.

import type { Sample, Values } from "../core/looking.ts";
import type { Problem } from "../core/analysis.ts";
import { writeDocument } from "../core/documentText.ts";
import type { Editor } from "./editor.ts";
import type { Server } from "./server.ts";
import { createStore, type Store } from "./store.ts";

export interface LookingState {
  /** The wire, and the state of the document, that the values belong to. */
  readonly place: string;
  readonly rev: number;
  readonly values: Values | null;
  readonly problems: readonly Problem[];
  readonly busy: boolean;
  readonly offline: boolean;
  readonly sample: Sample;
}

export interface Looking {
  readonly store: Store<LookingState>;
  /** Runs the network up to a wire; without a sample on the one that was used last. */
  run(place: string, sample?: Sample): Promise<void>;
  /** Another graph is on the screen: what was seen on a wire of the same name is not its. The sample stays. */
  forget(): void;
}

const NOTHING: LookingState = { place: "", rev: 0, values: null, problems: [], busy: false, offline: false, sample: {} };

export function createLooking(editor: Editor, server: Server): Looking {
  const store = createStore<LookingState>(NOTHING);
  let latest = 0;
  return {
    store,
    forget() {
      latest += 1;
      store.set({ ...NOTHING, sample: store.get().sample });
    },
    async run(place, asked) {
      const { rev } = editor.store.get();
      const { sample: used, ...old } = store.get();
      const sample = asked ?? used;
      const same = old.place === place && old.rev === rev;
      const number = ++latest;
      store.set({ place, rev, sample, values: same ? old.values : null, problems: [], busy: true, offline: false });
      const answer = await server.values({ document: writeDocument(editor.whole()), way: editor.store.get().where.way, place, sample });
      if (number !== latest) return;
      const now = store.get();
      if (answer === "offline") store.set({ ...now, busy: false, offline: true });
      else if (!answer.ok) store.set({ ...now, busy: false, values: null, problems: answer.problems });
      else store.set({ ...now, busy: false, values: answer.result });
    },
  };
}
