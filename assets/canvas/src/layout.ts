// Tidy layout: dagre's layers from left to right, started at the place where the graph stood.

import dagre from "@dagrejs/dagre";
import type { GraphDocument, Position } from "./core/document.ts";
import type { Size } from "./core/folding.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./core/place.ts";

const STEP = 8;
const snap = (value: number) => Math.round(value / STEP) * STEP;

export function tidyPositions(document: Pick<GraphDocument, "nodes" | "edges">, sizeOf: (id: string) => Size | null): Record<string, Position> {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: 136, nodesep: 40, edgesep: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of document.nodes) {
    const size = sizeOf(node.id);
    graph.setNode(node.id, { width: size?.width ?? NODE_WIDTH, height: size?.height ?? NODE_HEIGHT });
  }
  document.edges.forEach((edge, index) => {
    if (graph.hasNode(edge.source) && graph.hasNode(edge.target)) {
      graph.setEdge(edge.source, edge.target, {}, String(index));
    }
  });
  dagre.layout(graph);
  const positions: Record<string, Position> = {};
  for (const node of document.nodes) {
    const { x, y, width, height } = graph.node(node.id);
    positions[node.id] = [snap(x - width / 2), snap(y - height / 2)];
  }
  return positions;
}
