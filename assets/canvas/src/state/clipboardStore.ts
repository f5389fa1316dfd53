// The copied fragment, kept in the browser's own store so that another tab can paste it.

import { type Fragment, readFragment } from "../core/clipboard.ts";
import { recall, remember } from "./autosave.ts";

const FRAGMENT = "netgraft:copied";
const TIMES = "netgraft:pasted";

export function keepCopied(fragment: Fragment): void {
  remember(FRAGMENT, JSON.stringify(fragment));
  remember(TIMES, "0");
}

export function hasCopied(): boolean {
  return recall(FRAGMENT) !== null;
}

/** The fragment, and how often it was pasted with this time: each paste lands a little further. */
export function takeCopied(): { fragment: Fragment; times: number } | null {
  const fragment = readFragment(recall(FRAGMENT) ?? "");
  if (!fragment) return null;
  const times = Number(recall(TIMES) ?? 0) + 1;
  remember(TIMES, String(times));
  return { fragment, times };
}
