// The small map of the whole graph, where a part of it is not seen.

import { MiniMap, type ReactFlowState, useStore } from "@xyflow/react";
import { kindColor } from "../../core/catalogue.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import type { BlockFlowNode } from "./flowNodes.ts";
import { leadingKind } from "./NodeCard.tsx";

/** On a canvas lower than this it would cover the graph. */
const LOWEST = 560;

/** Whether a part of the graph is not seen: only then there is something to find on the map. */
function isCutOff({ width, height, transform: [x, y, zoom], nodeLookup }: ReactFlowState): boolean {
  return [...nodeLookup.values()].some(({ internals, measured }) => {
    const [left, top] = [internals.positionAbsolute.x * zoom + x, internals.positionAbsolute.y * zoom + y];
    if (!measured.width || !measured.height) return false;
    return left < 0 || top < 0 || left + measured.width * zoom > width || top + measured.height * zoom > height;
  });
}

export function Overview() {
  const { catalogue } = useApp();
  const wanted = useStore((state) => state.width > 0 && state.height >= LOWEST && isCutOff(state));
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
