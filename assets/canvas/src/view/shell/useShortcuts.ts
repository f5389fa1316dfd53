// Keys: they belong to the canvas while the last press of the mouse or the focus was inside it.

import { useEffect } from "react";
import { ACTIONS } from "../../actions/index.ts";
import type { App } from "../../state/app.ts";
import { useApp } from "../context.ts";
import { nudge } from "./nudge.ts";
import { keyOf } from "./keys.ts";

/** What of editing goes on while a node is open: the rest would act on the canvas behind. */
const INSIDE = ["undo", "redo", "clear-selection"];

function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return !!element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

function handle(app: App, event: KeyboardEvent): void {
  const key = keyOf(event);
  if (app.look.get().dialog) return;
  if (isTyping(event.target) && key !== "mod+k" && key !== "mod+s") return;
  const pressesButton = event.target instanceof HTMLButtonElement && (key === "enter" || key === " ");
  if (pressesButton) return;
  const inside = app.insides.store.get().node !== null;
  if (!inside && nudge(app, key)) return event.preventDefault();
  const action = ACTIONS.find((candidate) => candidate.keys.includes(key));
  if (!action || (inside && action.group === "edit" && !INSIDE.includes(action.id))) return;
  if (key === "mod+c" && window.getSelection()?.toString()) return;
  event.preventDefault();
  if (!action.blocked?.(app)) action.run(app);
}

export function useShortcuts(): void {
  const app = useApp();
  useEffect(() => {
    let inside = true;
    const isInside = (event: Event) => event.target instanceof Node && app.root.contains(event.target);
    const press = (event: Event) => {
      inside = isInside(event);
    };
    const keydown = (event: KeyboardEvent) => {
      const nowhere = event.target === document.body;
      const visible = app.root.offsetParent !== null;
      if (visible && (isInside(event) || (nowhere && inside))) handle(app, event);
    };
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("focusin", press, true);
    document.addEventListener("keydown", keydown);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      document.removeEventListener("focusin", press, true);
      document.removeEventListener("keydown", keydown);
    };
  }, [app]);
}
