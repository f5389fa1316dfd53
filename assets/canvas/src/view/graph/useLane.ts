// The lane of a wire that leads back, among the nodes and wires as they are drawn just now.

import { type EdgeProps, type ReactFlowState, useStore } from "@xyflow/react";
import { type Box, laneOf } from "../../core/lanes.ts";

function* boxesOf({ nodeLookup }: ReactFlowState): Generator<Box> {
  for (const { internals, measured } of nodeLookup.values()) {
    const { x, y } = internals.positionAbsolute;
    yield { left: x, right: x + (measured.width ?? 0), top: y, bottom: y + (measured.height ?? 0) };
  }
}

type Ends = Pick<EdgeProps, "id" | "source" | "sourceHandleId" | "sourceX" | "sourceY" | "targetX" | "targetY">;

/** Its height on the canvas; null for a wire that leads on, and where there is no such lane. */
export function useLane(props: Ends): number | null {
  return useStore((state) => (props.targetX < props.sourceX ? laneOf(props, boxesOf(state)) : null));
}

/** Wires of one output share a lane: how far along it, from its end to its beginning, each bears its shape. */
export function useShareOfLane({ id, source, sourceHandleId, sourceX, targetX }: Ends): number {
  return useStore(({ edges, nodeLookup }) => {
    if (targetX >= sourceX) return 0;
    const leadsBack = (target: string) => (nodeLookup.get(target)?.internals.positionAbsolute.x ?? sourceX) < sourceX;
    const same = edges.filter((edge) => edge.source === source && edge.sourceHandle === sourceHandleId && leadsBack(edge.target));
    return (same.findIndex((edge) => edge.id === id) + 1) / (same.length + 1);
  });
}
