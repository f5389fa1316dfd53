// Light and dark follow the class "dark" that Gradio puts on the body; the toggle sets the same class.

import { recall, remember } from "./autosave.ts";
import { createStore, type Store } from "./store.ts";

const KEY = "netgraft:theme";
export type Theme = "light" | "dark";

export interface ThemeStore extends Store<Theme> {
  toggle(): void;
  stop(): void;
}

export function createTheme(): ThemeStore {
  const read = (): Theme => (document.body.classList.contains("dark") ? "dark" : "light");
  const asked = new URLSearchParams(location.search).has("__theme");
  const kept = recall(KEY);
  if (!asked && (kept === "dark" || kept === "light")) document.body.classList.toggle("dark", kept === "dark");
  const store = createStore<Theme>(read());
  const observer = new MutationObserver(() => store.set(read()));
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  return {
    ...store,
    toggle() {
      const next = read() === "dark" ? "light" : "dark";
      document.body.classList.toggle("dark", next === "dark");
      remember(KEY, next);
    },
    stop: () => observer.disconnect(),
  };
}
