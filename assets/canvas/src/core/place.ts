// Where a new node goes when nobody pointed at a place.

import type { GraphDocument, Position } from "./document.ts";

export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 112;
const GAP = 32;

function overlaps(one: Position, other: Position): boolean {
  return Math.abs(one[0] - other[0]) < NODE_WIDTH + GAP / 2 && Math.abs(one[1] - other[1]) < NODE_HEIGHT + GAP / 2;
}

/** The wanted place, or the nearest one below it that covers no other node. */
export function freePlace(document: GraphDocument, wanted: Position): Position {
  let place: Position = [Math.round(wanted[0]), Math.round(wanted[1])];
  const blocked = () => document.nodes.some((node) => overlaps(node.position, place));
  for (let tries = 0; tries < 60 && blocked(); tries += 1) place = [place[0], place[1] + NODE_HEIGHT + GAP];
  return place;
}

/** To the right of a node, for a node that is added while that one is selected. */
export function besideOf(position: Position): Position {
  return [position[0] + NODE_WIDTH + 3 * GAP, position[1]];
}
