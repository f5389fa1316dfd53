import { strings } from "../strings.ts";
import type { Action } from "./action.ts";

/** Hides the shapes on the wires until they are guessed, or shows them again. */
export const predictAction: Action = {
  id: "predict",
  title: strings.actions.predict,
  group: "view",
  icon: "guess",
  keys: ["shift+g"],
  run(app) {
    app.predicting.toggle();
    app.look.toast(app.predicting.store.get().on ? strings.predicting.on : strings.predicting.off);
  },
};
