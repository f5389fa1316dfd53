// The small map of the whole graph, where a part of it is not seen.

import { MiniMap, type ReactFlowState, useStore } from "@xyflow/react";
import { kindColor } from "../../core/catalogue.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import type { BlockFlowNode } from "./flowNodes.ts";
import { leadingKind } from "./NodeCard.tsx";

/** On a canvas lower than this it would cover the graph. */
const LOWEST = 560;

/** So many nodes are found without a map, unless none of them is seen. */
const FEW = 16;

/** Whether a part of a large graph is not seen, or nothing at all: only then there is something to find on the map. */
function isWanted({ width, height, transform: [x, y, zoom], nodeLookup }: ReactFlowState): boolean {
  const drawn = [...nodeLookup.values()].filter(({ measured }) => measured.width && measured.height);
  const places = drawn.map(({ internals: { positionAbsolute: at }, measured }) => {
    const [left, top] = [at.x * zoom + x, at.y * zoom + y];
    return { left, top, right: left + (measured.width ?? 0) * zoom, bottom: top + (measured.height ?? 0) * zoom };
  });
  const whole = places.every(({ left, top, right, bottom }) => left >= 0 && top >= 0 && right <= width && bottom <= height);
  const seen = places.some(({ left, top, right, bottom }) => right > 0 && bottom > 0 && left < width && top < height);
  return !whole && (places.length > FEW || !seen);
}

export function Overview() {
  const { catalogue } = useApp();
  const wanted = useStore((state) => state.width > 0 && state.height >= LOWEST && isWanted(state));
  if (!wanted) return null;
  return (
    <MiniMap<BlockFlowNode>
      position="bottom-left"
      pannable
      zoomable
      ariaLabel={strings.canvas.minimap}
      nodeColor={(node) => kindColor(catalogue, leadingKind(catalogue.byId.get(node.data.node.block)))}
      nodeBorderRadius={12}
    />
  );
}
