// While documents are compared: where nodes and wires stood that are gone, drawn pale behind the graph.

import { useReactFlow, useViewport } from "@xyflow/react";
import { titleOf } from "../../core/catalogue.ts";
import { goneNodes, goneWires } from "../../core/comparing.ts";
import type { GraphDocument } from "../../core/document.ts";
import { nodeOf } from "../../core/document.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "../../core/place.ts";
import { strings } from "../../strings.ts";
import { useApp, useComparing, useDocument } from "../context.ts";

type Place = { readonly x: number; readonly y: number };

/** Where a wire would leave or enter a node: the middle of its right or left side. */
function useSides(before: GraphDocument): (id: string, side: "out" | "in") => Place | null {
  const flow = useReactFlow();
  return (id, side) => {
    const node = nodeOf(before, id);
    const drawn = flow.getInternalNode(id);
    const at = drawn ? drawn.internals.positionAbsolute : node && { x: node.position[0], y: node.position[1] };
    if (!at) return null;
    const width = drawn?.measured.width ?? NODE_WIDTH;
    return { x: at.x + (side === "out" ? width : 0), y: at.y + (drawn?.measured.height ?? NODE_HEIGHT) / 2 };
  };
}

function Drawn({ before }: { before: GraphDocument }) {
  const { catalogue } = useApp();
  const now = useDocument();
  const { x, y, zoom } = useViewport();
  const side = useSides(before);
  const wires = goneWires(before, now).map((edge) => [side(edge.source, "out"), side(edge.target, "in")] as const);
  return (
    <div className="ng-ghosts" style={{ transform: `translate(${x}px, ${y}px) scale(${zoom})` }} aria-hidden="true">
      <svg>
        {wires.map(([from, to], place) => from && to && <path key={place} d={`M${from.x},${from.y} C${from.x + 60},${from.y} ${to.x - 60},${to.y} ${to.x},${to.y}`} />)}
      </svg>
      {goneNodes(before, now).map((node) => (
        <div key={node.id} className="ng-ghost" style={{ left: node.position[0], top: node.position[1], width: NODE_WIDTH }} data-testid={`ghost-${node.id}`}>
          {titleOf(catalogue, node)} <small>{strings.comparing.kinds.gone}</small>
        </div>
      ))}
    </div>
  );
}

export function Ghosts() {
  const before = useComparing((state) => (state.on && state.result ? state.before : null));
  return before && <Drawn before={before} />;
}
