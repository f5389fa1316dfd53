// The lane of a wire that leads back, among the nodes as they are drawn just now.

import { type EdgeProps, type ReactFlowState, useStore } from "@xyflow/react";
import { type Box, laneOf } from "../../core/lanes.ts";

function* boxesOf({ nodeLookup }: ReactFlowState): Generator<Box> {
  for (const { internals, measured } of nodeLookup.values()) {
    const { x, y } = internals.positionAbsolute;
    yield { left: x, right: x + (measured.width ?? 0), top: y, bottom: y + (measured.height ?? 0) };
  }
}

/** Its height on the canvas; null for a wire that leads on, and where there is no such lane. */
export function useLane(props: Pick<EdgeProps, "sourceX" | "sourceY" | "targetX" | "targetY">): number | null {
  return useStore((state) => (props.targetX < props.sourceX ? laneOf(props, boxesOf(state)) : null));
}
