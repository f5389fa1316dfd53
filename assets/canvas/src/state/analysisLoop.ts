// Asks Python about the document: after a pause of 60 ms, one question at a time, the latest wins.

import type { Editor } from "./editor.ts";
import type { Reports } from "./reports.ts";
import type { Server } from "./server.ts";

const PAUSE = 60;
const RETRY = 3000;

export function startAnalysis(editor: Editor, server: Server, reports: Reports): () => void {
  let asked = 0;
  let busy = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wait = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), milliseconds);
  };

  async function ask(): Promise<void> {
    const { rev } = editor.store.get();
    if (busy || stopped || rev === asked) return;
    busy = true;
    asked = rev;
    const begun = performance.now();
    const answer = await server.analyse({ rev, ...editor.asked() });
    busy = false;
    if (stopped) return;
    if (answer === "offline") {
      asked = 0;
      reports.phase("offline");
      return wait(RETRY);
    }
    const latest = editor.store.get().rev === rev;
    if (latest && answer.ok && answer.result.rev === rev) reports.accept(answer.result, performance.now() - begun);
    if (latest && !answer.ok) reports.refuse(answer.problems);
    if (!latest) wait(0);
  }

  const unsubscribe = editor.store.subscribe(() => {
    if (editor.store.get().rev === asked) return;
    if (reports.overview.get().phase !== "offline") reports.phase("checking");
    wait(PAUSE);
  });
  wait(0);
  return () => {
    stopped = true;
    clearTimeout(timer);
    unsubscribe();
  };
}
