// Groups: which graph of a document is shown, and how a change of it goes back into the whole.

import type { Block, Catalogue } from "./catalogue.ts";
import { type GraphDocument, type GraphNode, type Group, nodeOf } from "./document.ts";

/** Where a person stands: on the canvas, or inside groups, one step for each node that was opened on the way. */
export interface Where {
  /** The group where the way begins, if it was opened by itself; null for the canvas. */
  readonly group: string | null;
  /** A step is a node, or "node:2" for what the node's edit at this place puts in. */
  readonly way: readonly string[];
}

export const CANVAS: Where = { group: null, way: [] };

export function insideGroup({ group, way }: Where): boolean {
  return group !== null || way.length > 0;
}

/** Does the network's own input reach what is shown? Not where a group is looked at by itself, or in an edit. */
export function isFed({ group, way }: Where): boolean {
  return group === null && way.every((step) => stepOf(step).edit === null);
}

export function groupOf(document: GraphDocument, id: string): Group | undefined {
  return document.groups.find((group) => group.id === id);
}

export interface Step {
  readonly node: string;
  readonly edit: number | null;
}

export function stepOf(step: string): Step {
  const [node = "", edit] = step.split(":");
  return { node, edit: edit === undefined ? null : Number(edit) };
}

/** The block that a step opens: that of the node, or of one of its edits. */
function opens(nodes: readonly GraphNode[], step: string): string | null | undefined {
  const { node: id, edit } = stepOf(step);
  const node = nodes.find((candidate) => candidate.id === id);
  return edit === null ? node?.block : node?.edits[edit]?.block;
}

/** The groups on the way, the outermost first; null where a step leads nowhere (any more). */
export function wayOf(document: GraphDocument, { group, way }: Where): readonly Group[] | null {
  const found: Group[] = [];
  if (group !== null) {
    const first = groupOf(document, group);
    if (!first) return null;
    found.push(first);
  }
  for (const step of way) {
    const next = groupOf(document, opens((found.at(-1) ?? document).nodes, step) ?? "");
    if (!next) return null;
    found.push(next);
  }
  return found;
}

/** The longest beginning of a way that still leads somewhere. */
export function nearest(document: GraphDocument, where: Where): Where {
  for (let steps = where.way.length; steps >= 0; steps -= 1) {
    const shorter = steps === where.way.length ? where : { ...where, way: where.way.slice(0, steps) };
    if (wayOf(document, shorter)) return shorter;
  }
  return CANVAS;
}

/** One step back towards the canvas. */
export function outwards({ group, way }: Where): Where {
  return way.length ? { group, way: way.slice(0, -1) } : CANVAS;
}

/** The document as it is shown where a person stands: its nodes and wires are those of the group that is open. */
export function shownAt(document: GraphDocument, where: Where): GraphDocument {
  const open = wayOf(document, where)?.at(-1);
  return open ? { ...document, nodes: open.nodes, edges: open.edges } : document;
}

/** The whole document after a change of what is shown. */
export function putBack(document: GraphDocument, where: Where, shown: GraphDocument): GraphDocument {
  const open = wayOf(document, where)?.at(-1);
  if (!open) return shown;
  const groups = shown.groups.map((group) =>
    group.id === open.id && (group.nodes !== shown.nodes || group.edges !== shown.edges)
      ? { ...group, nodes: shown.nodes, edges: shown.edges }
      : group,
  );
  return { ...shown, nodes: document.nodes, edges: document.edges, groups };
}

function uses(nodes: readonly GraphNode[], group: string): number {
  const counts = nodes.map((node) => Number(node.block === group) + node.edits.filter((edit) => edit.block === group).length);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** How often a group is used, by nodes and edits of the whole document. */
export function useCount(document: GraphDocument, group: string): number {
  return [document, ...document.groups].reduce((sum, graph) => sum + uses(graph.nodes, group), 0);
}

/** The blocks that may be placed where a person stands: ports inside a group, inputs and outputs outside. */
export function placeable(catalogue: Catalogue, document: GraphDocument, where: Where): readonly Block[] {
  const way = wayOf(document, where) ?? [];
  const hidden = way.length ? ["input", "output"] : ["entry", "exit"];
  return catalogue.blocks.filter(({ id, role }) => !hidden.includes(role ?? "") && !way.some((group) => group.id === id));
}

/** The nodes whose weights a node could use: of the same block, with weights of their own. */
export function owners(document: GraphDocument, id: string): readonly GraphNode[] {
  const node = nodeOf(document, id);
  if (!node || document.nodes.some(({ shares }) => shares === id)) return [];
  return document.nodes.filter((other) => other.id !== id && other.block === node.block && !other.shares);
}
