// The app value and the hooks that watch parts of it.

import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { NodeReport, PortShape, Problem } from "../core/analysis.ts";
import type { Catalogue } from "../core/catalogue.ts";
import type { GraphDocument } from "../core/document.ts";
import type { Where } from "../core/groups.ts";
import { isHidden, isSource, type Round } from "../core/predicting.ts";
import type { Selection } from "../core/selection.ts";
import type { App } from "../state/app.ts";
import type { ComparingState } from "../state/comparing.ts";
import type { InsideState } from "../state/insides.ts";
import type { KeyedStore } from "../state/keyedStore.ts";
import type { LessonState } from "../state/lessons.ts";
import type { Look } from "../state/look.ts";
import type { LookingState } from "../state/looking.ts";
import type { Overview } from "../state/reports.ts";
import type { Store } from "../state/store.ts";
import type { Theme } from "../state/theme.ts";

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("The canvas is drawn outside its app");
  return app;
}

export function useWatched<T, R>(store: Store<T>, part: (value: T) => R): R {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

function useKeyed<T>(store: KeyedStore<T>, key: string): T | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribe(key, listener), [store, key]);
  return useSyncExternalStore(subscribe, () => store.get(key));
}

export function useDocument(): GraphDocument {
  return useWatched(useApp().editor.store, (state) => state.shown);
}

export function useWhole(): GraphDocument {
  return useWatched(useApp().editor.store, (state) => state.history.present);
}

export function useWhere(): Where {
  return useWatched(useApp().editor.store, (state) => state.where);
}

/** The blocks that there are; with another one where the groups of the document changed. */
export function useCatalogue(): Catalogue {
  const app = useApp();
  return useWatched(app.reports.overview, () => app.catalogue);
}

export function useSelection(): Selection {
  return useWatched(useApp().editor.store, (state) => state.selection);
}

export function useLook(): Look {
  return useWatched(useApp().look, (look) => look);
}

export function useOverview(): Overview {
  return useWatched(useApp().reports.overview, (overview) => overview);
}

export function useInsides<R>(part: (state: InsideState) => R): R {
  return useWatched(useApp().insides.store, part);
}

export function useLessons<R>(part: (state: LessonState) => R): R {
  return useWatched(useApp().lessons.store, part);
}

export function useLooking<R>(part: (state: LookingState) => R): R {
  return useWatched(useApp().looking.store, part);
}

export function useComparing<R>(part: (state: ComparingState) => R): R {
  return useWatched(useApp().comparing.store, part);
}

export function useRound<R>(part: (round: Round) => R): R {
  return useWatched(useApp().predicting.store, part);
}

/** Is the shape at an output still to be guessed? */
export function useHidden(node: string, port: string): boolean {
  const text = useShape(`${node}.${port}`)?.text;
  const given = useWatched(useApp().editor.store, (state) => isSource(state.history.present, node));
  return useRound((round) => text !== undefined && isHidden(round, `${node}.${port}`, text, given));
}

/** Is what flows behind a module inside a node still to be guessed? A tap makes it a place that can be guessed. */
export function useHiddenInside(node: string, path: string, text: string): boolean {
  return useRound((round) => text !== "" && isHidden(round, `${node}.${path}`, text, false));
}

export function useTheme(): Theme {
  return useWatched(useApp().theme, (theme) => theme);
}

export function useReport(node: string): NodeReport | undefined {
  return useKeyed(useApp().reports.nodes, node);
}

/** What followed from the input, by parameter; nothing while that input's shape is still to be guessed. */
export function useInferred(node: string): NodeReport["inferred"] {
  const app = useApp();
  const inferred = useReport(node)?.inferred;
  const told = useRound((round) => {
    const wires = round.on ? app.editor.document().edges.filter((edge) => edge.target === node) : [];
    return wires.every(({ source, output }) => {
      const text = app.reports.shapes.get(`${source}.${output}`)?.text;
      return text === undefined || !app.predicting.hides(source, output, text);
    });
  });
  return told ? inferred : undefined;
}

export function useShape(port: string): PortShape | undefined {
  return useKeyed(useApp().reports.shapes, port);
}

/** Problems at a node ("conv") or at one of its ports ("conv.x"). */
export function useProblems(place: string): readonly Problem[] | undefined {
  return useKeyed(useApp().reports.problems, place);
}
