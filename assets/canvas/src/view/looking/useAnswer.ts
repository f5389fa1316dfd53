// What Python answers about the document as it stands: asked again after a change, the old answer kept meanwhile.

import { useEffect, useState } from "react";
import type { Problem } from "../../core/analysis.ts";
import type { Asked } from "../../state/editor.ts";
import type { Answer } from "../../state/server.ts";
import { useApp, useWatched } from "../context.ts";

const PAUSE = 120;

interface State<T> {
  readonly subject: string;
  readonly result: T | null;
  readonly problems: readonly Problem[];
}

/** `subject` names what is asked about: the answer to another one is never shown. */
export function useAnswer<T>(subject: string, ask: (asked: Asked) => Promise<Answer<T>>): State<T> {
  const app = useApp();
  const rev = useWatched(app.editor.store, (state) => state.rev);
  const [state, setState] = useState<State<T>>({ subject, result: null, problems: [] });
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const answer = await ask(app.editor.asked());
      if (gone || answer === "offline") return;
      setState(answer.ok ? { subject, result: answer.result, problems: [] } : { subject, result: null, problems: answer.problems });
    }, PAUSE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [app, subject, rev]);
  return state.subject === subject ? state : { subject, result: null, problems: [] };
}
