// The small map of the whole graph.

import { MiniMap, useStore } from "@xyflow/react";
import { kindColor } from "../../core/catalogue.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import type { BlockFlowNode } from "./flowNodes.ts";
import { leadingKind } from "./NodeCard.tsx";

/** On a canvas lower than this it would cover the graph. */
const LOWEST = 560;

export function Overview() {
  const { catalogue } = useApp();
  const drawable = useStore(({ width, height, nodes }) => width > 0 && height >= LOWEST && nodes.some((node) => node.measured?.width));
  if (!drawable) return null;
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
