// Hands the document to Gradio's side and to the browser's own store, 400 ms after the last edit.

import { writeDocument } from "../core/documentText.ts";
import type { Editor } from "./editor.ts";

const PAUSE = 400;

export function startCommits(editor: Editor, sinks: readonly ((text: string) => void)[]): () => void {
  let committed: unknown = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function commit(): void {
    clearTimeout(timer);
    const document = editor.document();
    if (document === committed) return;
    committed = document;
    const text = writeDocument(document);
    for (const sink of sinks) sink(text);
  }

  const unsubscribe = editor.store.subscribe(() => {
    if (editor.document() === committed) return;
    clearTimeout(timer);
    timer = setTimeout(commit, PAUSE);
  });
  window.addEventListener("pagehide", commit);
  commit();
  return () => {
    clearTimeout(timer);
    window.removeEventListener("pagehide", commit);
    unsubscribe();
  };
}
