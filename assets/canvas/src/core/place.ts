// Where a new node goes when nobody pointed at a place.

import { type Edge, type GraphDocument, nodeOf, type Position } from "./document.ts";

export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 112;
/** Of more nodes than this only those are drawn that can be seen. */
export const MANY_NODES = 120;
/** What a node may need that is not drawn yet, and one that has an inside to open. */
export const CARD = { width: NODE_WIDTH, height: 168 };
export const TALL_CARD = { width: NODE_WIDTH, height: 232 };
const GAP = 32;
/** Between a node and the next one to the right: the shape of what flows there is read in between. */
const ROOM = 136;

export function overlaps(one: Position, other: Position): boolean {
  return Math.abs(one[0] - other[0]) < NODE_WIDTH + GAP / 2 && Math.abs(one[1] - other[1]) < NODE_HEIGHT + GAP / 2;
}

/** The wanted place, or the nearest one below it that covers no other node. */
export function freePlace(document: Pick<GraphDocument, "nodes">, wanted: Position): Position {
  let place: Position = [Math.round(wanted[0]), Math.round(wanted[1])];
  const blocked = () => document.nodes.some((node) => overlaps(node.position, place));
  for (let tries = 0; tries < 60 && blocked(); tries += 1) place = [place[0], place[1] + NODE_HEIGHT + GAP];
  return place;
}

/** To the right of a node, for a node that is added while that one is selected. */
export function besideOf(position: Position): Position {
  return [position[0] + NODE_WIDTH + ROOM, position[1]];
}

/** To the left of a node, for what is to feed it. */
export function inFrontOf(position: Position): Position {
  return [position[0] - NODE_WIDTH - ROOM, position[1]];
}

/** The nodes of the same rows: all that wires connect which lead to the right. */
function inRowsOf(document: GraphDocument, id: string): ReadonlySet<string> {
  const at = new Map(document.nodes.map((node) => [node.id, node.position[0]]));
  const across = document.edges.filter(({ source, target }) => (at.get(target) ?? 0) > (at.get(source) ?? 0));
  const seen = new Set([id]);
  for (const node of seen) {
    for (const { source, target } of across) {
      if (source === node) seen.add(target);
      if (target === node) seen.add(source);
    }
  }
  return seen;
}

/** The middle of a wire, and where the nodes to the right of it in its rows have to move so that another one fits there. */
export function roomOn(document: GraphDocument, edge: Edge): { readonly at: Position; readonly moved: Readonly<Record<string, Position>> } {
  const [from, to] = [edge.source, edge.target].map((end) => nodeOf(document, end)?.position ?? [0, 0]) as [Position, Position];
  const at: Position = [Math.round((from[0] + to[0]) / 2), Math.round((from[1] + to[1]) / 2)];
  if (to[0] <= from[0]) return { at: freePlace(document, besideOf(from)), moved: {} };
  const [start] = besideOf(from);
  const by = Math.max(0, besideOf([start, at[1]])[0] - to[0]);
  const rows = by > 0 ? inRowsOf(document, edge.target) : new Set();
  const right = document.nodes.filter(({ id, position }) => rows.has(id) && position[0] >= to[0]);
  const moved = right.map(({ id, position }): [string, Position] => [id, [position[0] + by, position[1]]]);
  return { at: [Math.max(start, at[0]), at[1]], moved: Object.fromEntries(moved) };
}
