// The latest analysis, split so that each node, port and wire watches only its own part.

import { type Analysis, type NodeReport, type PortShape, type Problem, portKey } from "../core/analysis.ts";
import type { Block } from "../core/catalogue.ts";
import { createKeyedStore, type KeyedStore } from "./keyedStore.ts";
import { createStore, type Store } from "./store.ts";

export type Phase = "checking" | "current" | "offline" | "refused";

export interface Overview {
  readonly phase: Phase;
  readonly rev: number;
  readonly problems: readonly Problem[];
  readonly totals: Analysis["totals"] | null;
  /** How long the latest check took; null where there was none of what is on the screen. */
  readonly milliseconds: number | null;
  /** The groups of the document as blocks, as of the latest check. */
  readonly groups: readonly Block[];
}

const NO_GROUPS: readonly Block[] = [];

export interface Reports {
  readonly overview: Store<Overview>;
  readonly nodes: KeyedStore<NodeReport>;
  readonly shapes: KeyedStore<PortShape>;
  /** Problems under "node" and under "node.port". */
  readonly problems: KeyedStore<readonly Problem[]>;
  accept(analysis: Analysis, milliseconds: number): void;
  refuse(problems: readonly Problem[]): void;
  phase(phase: Phase): void;
  /** Forgets what was said about nodes and ports: another graph is on the screen. */
  clear(): void;
}

function byPlace(problems: readonly Problem[]): Map<string, readonly Problem[]> {
  const places = new Map<string, Problem[]>();
  const put = (key: string, problem: Problem) => places.set(key, [...(places.get(key) ?? []), problem]);
  for (const problem of problems) {
    if (!problem.node) continue;
    put(problem.node, problem);
    if (problem.port) put(portKey(problem.node, problem.port), problem);
  }
  return places;
}

export function createReports(): Reports {
  const overview = createStore<Overview>({ phase: "checking", rev: 0, problems: [], totals: null, milliseconds: null, groups: NO_GROUPS });
  const nodes = createKeyedStore<NodeReport>();
  const shapes = createKeyedStore<PortShape>();
  const problems = createKeyedStore<readonly Problem[]>();
  return {
    overview,
    nodes,
    shapes,
    problems,
    accept(analysis, milliseconds) {
      nodes.replace(new Map(Object.entries(analysis.nodes)));
      shapes.replace(new Map(Object.entries(analysis.outputs)));
      problems.replace(byPlace(analysis.problems));
      const { rev, totals } = analysis;
      const { groups: before } = overview.get();
      const groups = analysis.groups ?? NO_GROUPS;
      const same = JSON.stringify(groups) === JSON.stringify(before);
      overview.set({ phase: "current", rev, problems: analysis.problems, totals, milliseconds, groups: same ? before : groups });
    },
    refuse(found) {
      problems.replace(byPlace(found));
      overview.set({ ...overview.get(), phase: "refused", problems: found, milliseconds: null });
    },
    clear() {
      nodes.replace(new Map());
      shapes.replace(new Map());
      problems.replace(new Map());
      overview.set({ ...overview.get(), phase: "checking", problems: [], milliseconds: null });
    },
    phase(phase) {
      if (overview.get().phase !== phase) overview.set({ ...overview.get(), phase });
    },
  };
}
