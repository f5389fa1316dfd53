// Connecting with the mouse: port to port, a loose end over the canvas, and taking a wire's end away.

import type { Connection, FinalConnectionState } from "@xyflow/react";
import { useRef } from "react";
import { wire } from "../../state/gestures.ts";
import { useApp } from "../context.ts";
import type { WireFlowEdge } from "./flowNodes.ts";

type Ends = Pick<Connection, "source" | "sourceHandle" | "target" | "targetHandle">;

function pointOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const touch = "changedTouches" in event ? event.changedTouches[0] : undefined;
  const from = touch ?? (event as MouseEvent);
  return { x: from.clientX, y: from.clientY };
}

export function useWiring() {
  const app = useApp();
  const landed = useRef(false);
  const reconnecting = useRef(false);

  function edgeOf({ source, sourceHandle, target, targetHandle }: Ends) {
    return { source, output: sourceHandle ?? "", target, input: targetHandle ?? "" };
  }

  return {
    onConnect: (connection: Connection) => wire(app, edgeOf(connection)),
    onConnectEnd(event: MouseEvent | TouchEvent, state: FinalConnectionState) {
      if (reconnecting.current || state.isValid || state.toNode || !state.fromNode || !state.fromHandle) return;
      const from = state.fromHandle.type === "source" ? "output" : "input";
      const end = { node: state.fromNode.id, port: state.fromHandle.id ?? "", from } as const;
      app.look.change({ chooser: { why: "connect", at: pointOf(event), end } });
    },
    onReconnectStart() {
      landed.current = false;
      reconnecting.current = true;
    },
    onReconnect(old: WireFlowEdge, connection: Connection) {
      landed.current = true;
      const edge = edgeOf(connection);
      if (old.data) app.editor.run([{ kind: "disconnect", edges: [old.data.edge] }, { kind: "connect", edge, replaces: true }]);
    },
    onReconnectEnd(_event: MouseEvent | TouchEvent, old: WireFlowEdge) {
      reconnecting.current = false;
      if (!landed.current && old.data) app.editor.run({ kind: "disconnect", edges: [old.data.edge] });
    },
    isValidConnection: (ends: Ends | WireFlowEdge) => ends.source !== ends.target,
  };
}
