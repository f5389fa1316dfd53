// The wire under the pointer while something that could be inserted there is dragged over it.

import { createContext, useContext, useSyncExternalStore } from "react";
import { createStore, type Store } from "../../state/store.ts";

export const HotWire = createContext<Store<string | null>>(createStore<string | null>(null));

export function useIsHot(id: string): boolean {
  const store = useContext(HotWire);
  return useSyncExternalStore(store.subscribe, () => store.get() === id);
}

/** The id of the wire under a point of the screen. */
export function wireAt(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const wire = element.closest<SVGElement>(".react-flow__edge");
    if (wire) return wire.dataset.id ?? null;
  }
  return null;
}
