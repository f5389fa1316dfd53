// Copy and paste of nodes together with the wires between them.

import type { Command } from "./commands/index.ts";
import type { Edge, GraphDocument, GraphNode } from "./document.ts";
import { freshId } from "./identifiers.ts";

export interface Fragment {
  readonly netgraft: "fragment";
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

export function copy(document: GraphDocument, ids: ReadonlySet<string>): Fragment {
  return {
    netgraft: "fragment",
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target)),
  };
}

export interface Pasted {
  readonly commands: readonly Command[];
  readonly ids: readonly string[];
}

/** The node whose weights a copy goes on to use, where it is in this graph. */
function kept(document: GraphDocument, owner: string | null): string | null {
  return document.nodes.some(({ id }) => id === owner) ? owner : null;
}

/** The commands that put a fragment into a document under fresh ids, moved by an offset. */
export function paste(document: GraphDocument, fragment: Fragment, offset: readonly [number, number]): Pasted {
  const taken = new Set(document.nodes.map((node) => node.id));
  const names = new Map<string, string>();
  const nodes = fragment.nodes.map((node) => {
    const id = freshId(node.id, taken);
    taken.add(id);
    names.set(node.id, id);
    const position = [node.position[0] + offset[0], node.position[1] + offset[1]] as const;
    return { ...node, id, position };
  });
  const placed = nodes.map((node) => ({ ...node, shares: names.get(node.shares ?? "") ?? kept(document, node.shares) }));
  const wires = fragment.edges.map((edge): Command => {
    const ends = { source: names.get(edge.source) ?? "", target: names.get(edge.target) ?? "" };
    return { kind: "connect", edge: { ...edge, ...ends }, replaces: false };
  });
  return { commands: [{ kind: "add-nodes", nodes: placed }, ...wires], ids: nodes.map((node) => node.id) };
}

/** Reads a fragment from the system clipboard's text; null where it holds something else. */
export function readFragment(text: string): Fragment | null {
  try {
    const value = JSON.parse(text) as Fragment;
    return value?.netgraft === "fragment" && Array.isArray(value.nodes) && Array.isArray(value.edges) ? value : null;
  } catch {
    return null;
  }
}
