// Hands the document to Gradio's side and to the browser's own store: 400 ms after the last edit, or at once when a
// person turns to another part of the page, which then works with what was just drawn.

import { writeDocument } from "../core/documentText.ts";
import type { Editor } from "./editor.ts";

const PAUSE = 400;
const TURNS = ["pointerdown", "focusin"] as const;

export function startCommits(root: HTMLElement, editor: Editor, sinks: readonly ((text: string) => void)[]): () => void {
  let committed: unknown = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function commit(): void {
    clearTimeout(timer);
    const document = editor.whole();
    if (document === committed) return;
    committed = document;
    const text = writeDocument(document);
    for (const sink of sinks) sink(text);
  }

  const unsubscribe = editor.store.subscribe(() => {
    if (editor.whole() === committed) return;
    clearTimeout(timer);
    timer = setTimeout(commit, PAUSE);
  });
  const leave = (event: Event) => {
    if (!(event.target instanceof Node && root.contains(event.target))) commit();
  };
  window.addEventListener("pagehide", commit);
  for (const turn of TURNS) window.addEventListener(turn, leave, true);
  commit();
  return () => {
    clearTimeout(timer);
    window.removeEventListener("pagehide", commit);
    for (const turn of TURNS) window.removeEventListener(turn, leave, true);
    unsubscribe();
  };
}
