// The round of guesses, kept in this browser so that a reload goes on with it.

import { FRESH, guessed, isHidden, isSource, type Prediction, readRound, type Round } from "../core/predicting.ts";
import { recall, remember } from "./autosave.ts";
import type { Editor } from "./editor.ts";
import type { Answer, Server } from "./server.ts";
import { createStore, type Store } from "./store.ts";

const KEY = "netgraft:predicting";

export interface Predicting {
  readonly store: Store<Round>;
  toggle(): void;
  /** Begins again with nothing solved and no score. */
  restart(): void;
  hides(node: string, port: string, text: string): boolean;
  guess(place: string, text: string): Promise<Answer<Prediction>>;
}

export function createPredicting(editor: Editor, server: Server): Predicting {
  const store = createStore<Round>(readRound(recall(KEY)));
  const put = (round: Round) => {
    store.set(round);
    remember(KEY, JSON.stringify(round));
  };
  return {
    store,
    toggle: () => put({ ...store.get(), on: !store.get().on }),
    restart: () => put({ ...FRESH, on: true }),
    hides: (node, port, text) => isHidden(store.get(), `${node}.${port}`, text, isSource(editor.document(), node)),
    async guess(place, text) {
      const answer = await server.predict({ ...editor.asked(), place, guess: text });
      if (answer !== "offline" && answer.ok) put(guessed(store.get(), place, answer.result));
      return answer;
    },
  };
}
