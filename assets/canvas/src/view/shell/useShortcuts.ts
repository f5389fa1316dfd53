// Keys: they belong to the canvas while it is seen, unless something else on the page has the focus.

import { useEffect } from "react";
import { ACTIONS } from "../../actions/index.ts";
import type { App } from "../../state/app.ts";
import { useApp } from "../context.ts";
import { nudge } from "./nudge.ts";
import { keyOf } from "./keys.ts";

/** What of editing goes on while a node is open: the rest would act on the canvas behind. */
const INSIDE = ["undo", "redo", "clear-selection"];

/** What is asked for in the middle of typing too. */
const EVERYWHERE = ["mod+k", "mod+s", "mod+enter"];

function isTyping(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  return !!element && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

/** One of the page's tabs: whoever comes by them with the Tab key finds the search and the help from there too. */
function isTab(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.role === "tab";
}

/** What a key asks for; where nothing may be edited, only what changes the view. */
function handle(app: App, event: KeyboardEvent, edits: boolean): void {
  const key = keyOf(event);
  if (app.look.get().dialog) return;
  if (isTyping(event.target) && !EVERYWHERE.includes(key)) return;
  const pressesButton = event.target instanceof HTMLButtonElement && (key === "enter" || key === " ");
  if (pressesButton) return;
  const inside = app.insides.store.get().node !== null;
  if (edits && !inside && nudge(app, key)) return event.preventDefault();
  const action = ACTIONS.find((candidate) => candidate.keys.includes(key));
  if (!action || (!edits && action.group !== "view")) return;
  if (inside && action.group === "edit" && !INSIDE.includes(action.id)) return;
  if (key === "mod+c" && window.getSelection()?.toString()) return;
  event.preventDefault();
  if (!action.blocked?.(app)) action.run(app);
}

export function useShortcuts(): void {
  const app = useApp();
  useEffect(() => {
    const isInside = (event: Event) => event.target instanceof Node && app.root.contains(event.target);
    const keydown = (event: KeyboardEvent) => {
      if (app.root.offsetParent === null) return;
      if (isInside(event) || event.target === document.body) handle(app, event, true);
      else if (isTab(event.target)) handle(app, event, false);
    };
    document.addEventListener("keydown", keydown);
    return () => {
      document.removeEventListener("keydown", keydown);
    };
  }, [app]);
}
