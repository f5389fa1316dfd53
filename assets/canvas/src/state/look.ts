// What is open on the screen. None of it belongs to the document, none of it is undone.

import type { Edge, Operation } from "../core/document.ts";
import type { Inner } from "../core/inside.ts";
import type { LooseEnd } from "../core/plans/addBlock.ts";
import { recall, remember } from "./autosave.ts";
import { createStore, type Store } from "./store.ts";

export type Dialog = "examples" | "help" | "search" | null;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Menu =
  | { readonly on: "node"; readonly id: string; readonly at: Point }
  | { readonly on: "wire"; readonly edge: Edge; readonly at: Point }
  | { readonly on: "module"; readonly node: string; readonly inner: Inner; readonly at: Point }
  | { readonly on: "pane"; readonly at: Point };

/** The list of wires that a node could get. */
export interface WireChoice {
  readonly why: "wire";
  readonly at: Point;
  readonly node: string;
}

/** The small block chooser that opens at a point of the canvas. */
export type BlockChoice =
  | { readonly why: "add"; readonly at: Point }
  | { readonly why: "connect"; readonly at: Point; readonly end: LooseEnd }
  | { readonly why: "insert"; readonly at: Point; readonly edge: Edge }
  | { readonly why: "replace"; readonly at: Point; readonly node: string }
  | { readonly why: "operate"; readonly at: Point; readonly node: string; readonly path: string; readonly how: Operation };

export type Chooser = BlockChoice | WireChoice;

export interface Toast {
  readonly text: string;
  readonly bad?: boolean;
}

export interface Look {
  readonly palette: boolean;
  readonly inspector: boolean;
  readonly drawer: boolean;
  readonly folded: readonly string[];
  /** The problem shown in full in the drawer, by its key. */
  readonly problem: string | null;
  readonly dialog: Dialog;
  readonly menu: Menu | null;
  readonly chooser: Chooser | null;
  readonly toast: Toast | null;
}

const KEY = "netgraft:look";
/** On a screen narrower than this the list of blocks and the inspector wait behind their buttons. */
const NARROW = 900;
const KEPT = ["palette", "inspector", "drawer", "folded"] as const;

function initial(width: number, folded: readonly string[]): Look {
  const look: Look = {
    palette: width >= NARROW,
    inspector: width >= NARROW,
    drawer: false,
    folded,
    problem: null,
    dialog: null,
    menu: null,
    chooser: null,
    toast: null,
  };
  try {
    const kept = JSON.parse(recall(KEY) ?? "{}") as Partial<Look>;
    return { ...look, folded: kept.folded ?? folded, drawer: kept.drawer ?? false, palette: kept.palette ?? look.palette };
  } catch {
    return look;
  }
}

export interface LookStore extends Store<Look> {
  change(part: Partial<Look>): void;
  toast(text: string, bad?: boolean): void;
}

export function createLook(width: number, folded: readonly string[]): LookStore {
  const store = createStore(initial(width, folded));
  let fading: ReturnType<typeof setTimeout> | undefined;
  function change(part: Partial<Look>): void {
    store.set({ ...store.get(), ...part });
    const look = store.get();
    if (KEPT.some((key) => key in part)) {
      remember(KEY, JSON.stringify(Object.fromEntries(KEPT.map((key) => [key, look[key]]))));
    }
  }
  return {
    ...store,
    change,
    toast(text, bad = false) {
      change({ toast: { text, bad } });
      clearTimeout(fading);
      fading = setTimeout(() => change({ toast: null }), bad ? 8000 : 3200);
    },
  };
}
