// A small drawing of a document: its nodes as coloured boxes where they stand, its wires as lines.

import { kindColor } from "../../core/catalogue.ts";
import type { GraphDocument } from "../../core/document.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "../../core/place.ts";
import { useApp } from "../context.ts";
import { leadingKind } from "../graph/NodeCard.tsx";

const MARGIN = 60;

export function GraphPicture({ document }: { document: GraphDocument }) {
  const { catalogue } = useApp();
  const places = new Map(document.nodes.map((node) => [node.id, node.position]));
  const xs = document.nodes.map((node) => node.position[0]);
  const ys = document.nodes.map((node) => node.position[1]);
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const [right, bottom] = [Math.max(...xs) + NODE_WIDTH + MARGIN, Math.max(...ys) + NODE_HEIGHT + MARGIN];
  return (
    <svg viewBox={`${left} ${top} ${right - left} ${bottom - top}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {document.edges.map((edge, index) => {
        const [from, to] = [places.get(edge.source), places.get(edge.target)];
        if (!from || !to) return null;
        const [x1, y1, x2, y2] = [from[0] + NODE_WIDTH, from[1] + NODE_HEIGHT / 2, to[0], to[1] + NODE_HEIGHT / 2];
        const bend = Math.max(40, (x2 - x1) / 2);
        return <path key={index} d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />;
      })}
      {document.nodes.map((node) => (
        <rect
          key={node.id}
          x={node.position[0]}
          y={node.position[1]}
          width={NODE_WIDTH}
          height={NODE_HEIGHT}
          rx={20}
          style={{ "--kind": kindColor(catalogue, leadingKind(catalogue.byId.get(node.block))) } as object}
        />
      ))}
    </svg>
  );
}
