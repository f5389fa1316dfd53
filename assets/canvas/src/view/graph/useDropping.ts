// Dropping: a block from the palette onto the canvas or a wire, and a node onto a wire.

import type { Node as FlowNode } from "@xyflow/react";
import { type DragEvent, type MouseEvent as ReactMouseEvent, useContext } from "react";
import { type Edge, edgeId, type Position } from "../../core/document.ts";
import { NODE_WIDTH } from "../../core/place.ts";
import { add, addOnWire, moveOntoWire } from "../../state/gestures.ts";
import { useApp } from "../context.ts";
import { HotWire, wireAt } from "./hotWire.ts";

export const BLOCK_TYPE = "application/x-netgraft-block";
const GRIP = 24;
const GRID = 8;

const snap = (value: number) => Math.round(value / GRID) * GRID;

export function useDropping() {
  const app = useApp();
  const hot = useContext(HotWire);
  const edgeUnder = (id: string | null): Edge | undefined =>
    app.editor.document().edges.find((edge) => edgeId(edge) === id);
  const isFree = (id: string) => !app.editor.document().edges.some((edge) => edge.source === id || edge.target === id);
  const pointer = (event: ReactMouseEvent | MouseEvent | TouchEvent) =>
    "clientX" in event ? wireAt(event.clientX, event.clientY) : null;

  return {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes(BLOCK_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      hot.set(wireAt(event.clientX, event.clientY));
    },
    onDragLeave: () => hot.set(null),
    onDrop(event: DragEvent) {
      const block = app.catalogue.byId.get(event.dataTransfer.getData(BLOCK_TYPE));
      hot.set(null);
      if (!block || !app.stage) return;
      event.preventDefault();
      const [x, y] = app.stage.locate(event.clientX, event.clientY);
      const at: Position = [snap(x - NODE_WIDTH / 2), snap(y - GRIP)];
      const edge = edgeUnder(wireAt(event.clientX, event.clientY));
      if (edge) addOnWire(app, block, edge, at);
      else add(app, block, at);
    },
    onNodeDrag(event: MouseEvent | TouchEvent, node: FlowNode, moved: FlowNode[]) {
      hot.set(moved.length === 1 && isFree(node.id) ? pointer(event) : null);
    },
    onNodeDragStop(event: MouseEvent | TouchEvent, node: FlowNode, moved: FlowNode[]) {
      hot.set(null);
      const edge = moved.length === 1 && isFree(node.id) ? edgeUnder(pointer(event)) : undefined;
      const place = (one: FlowNode): Position => [one.position.x, one.position.y];
      if (edge && moveOntoWire(app, node.id, edge, place(node))) return;
      app.editor.run({ kind: "move-nodes", positions: Object.fromEntries(moved.map((one) => [one.id, place(one)])) });
    },
  };
}
