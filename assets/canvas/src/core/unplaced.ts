// Nodes that nobody gave a place, such as those made in Python: they lie on one another at the origin.

import type { GraphDocument, GraphNode, Position } from "./document.ts";
import { besideOf, freePlace, NODE_WIDTH, overlaps } from "./place.ts";

/** What a node that is not drawn yet may need. */
const ROOM = { width: NODE_WIDTH, height: 192 };

type Graph = Pick<GraphDocument, "nodes" | "edges">;

/** Lays out a whole graph: the place of every node by its id. */
export type Layout = (graph: Graph, sizeOf: () => { width: number; height: number }) => Record<string, Position>;

/** A node without a place: exactly on an earlier one, or at the origin where it covers another. */
function isUnplaced({ position, id }: GraphNode, nodes: readonly GraphNode[]): boolean {
  const [x, y] = position;
  const earlier = nodes.slice(0, nodes.findIndex((node) => node.id === id));
  if (earlier.some((node) => node.position[0] === x && node.position[1] === y)) return true;
  const covers = (node: GraphNode) => node.id !== id && (node.position[0] !== x || node.position[1] !== y) && overlaps(node.position, position);
  return x === 0 && y === 0 && nodes.some(covers);
}

/** Behind what feeds a node, or else where there is room. */
function placeFor(node: GraphNode, graph: Graph, known: readonly GraphNode[]): Position {
  const sources = graph.edges.filter(({ target }) => target === node.id).map(({ source }) => source);
  const before = known.find(({ id }) => sources.includes(id));
  return freePlace({ nodes: known }, before ? besideOf(before.position) : [0, 0]);
}

function placedGraph<G extends Graph>(graph: G, layout: Layout): G {
  const loose = graph.nodes.filter((node) => isUnplaced(node, graph.nodes));
  if (!loose.length) return graph;
  const left = new Set(loose.map(({ id }) => id));
  const known = graph.nodes.filter(({ id }) => !left.has(id));
  const positions: Record<string, Position> = known.length < 2 ? layout(graph, () => ROOM) : {};
  for (const node of known.length < 2 ? [] : loose) {
    positions[node.id] = placeFor(node, graph, known);
    known.push({ ...node, position: positions[node.id] ?? node.position });
  }
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, position: positions[node.id] ?? node.position })) };
}

/** The document in which every node has a place of its own, inside its groups too; the same one where all had one. */
export function placed(document: GraphDocument, layout: Layout): GraphDocument {
  const groups = document.groups.map((group) => placedGraph(group, layout));
  const same = groups.every((group, index) => group === document.groups[index]);
  return placedGraph(same ? document : { ...document, groups }, layout);
}
