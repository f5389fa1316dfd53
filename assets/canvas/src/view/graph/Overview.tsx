// The small map of the whole graph.

import { MiniMap, useStore } from "@xyflow/react";
import { kindColor } from "../../core/catalogue.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import type { BlockFlowNode } from "./flowNodes.ts";
import { leadingKind } from "./NodeCard.tsx";

export function Overview() {
  const { catalogue } = useApp();
  const drawable = useStore((state) => state.width > 0 && state.nodes.some((node) => node.measured?.width));
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
