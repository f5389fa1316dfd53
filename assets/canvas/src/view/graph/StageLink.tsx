// Lends the app what only the drawn canvas can do: zooming, fitting, showing a node.

import { getViewportForBounds, useNodesInitialized, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { MANY_NODES, NODE_HEIGHT, NODE_WIDTH } from "../../core/place.ts";
import { useApp } from "../context.ts";

const EDGE = 24;
/** Below the graph the buttons of the zoom stay free. */
const PADDING = { top: "5%", x: "4%", bottom: "84px" } as const;
const FIT = { padding: PADDING, maxZoom: 1.1, duration: 200 };
/** As small as this the graph is drawn, so that all of it is seen when something is added. */
const CLEAR = 0.5;
const PATIENCE = 20;
const STEP = 50;
const CLOSE = { ...FIT, padding: 1 };

export function StageLink() {
  const app = useApp();
  const flow = useReactFlow();
  const store = useStoreApi();
  /** What was asked for while another tab of the page covered the canvas: done when it is seen again. */
  const later = useRef<(() => unknown) | null>(null);
  useEffect(() => {
    const middleOfScreen = () => {
      const box = store.getState().domNode?.getBoundingClientRect();
      return box ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : { x: 0, y: 0 };
    };
    const isSeen = () => (store.getState().domNode?.clientWidth ?? 0) > 0;
    const whenSeen = (act: () => unknown) => {
      if (isSeen()) void act();
      else later.current = act;
    };
    const cutOff = () => {
      const { x, y, zoom } = flow.getViewport();
      const { width, height } = store.getState();
      const all = flow.getNodesBounds(flow.getNodes());
      const [left, top] = [all.x * zoom + x, all.y * zoom + y];
      return left < 0 || top < 0 || left + all.width * zoom > width || top + all.height * zoom > height;
    };
    const locate = (x: number, y: number) => {
      const point = flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
      return [point.x, point.y] as const;
    };
    /** On a busy machine the nodes of a new document are measured late: what looks at all of them waits for that. */
    const whenDrawn = (act: () => unknown, left = PATIENCE) => {
      const { nodeLookup } = store.getState();
      const drawn = ({ id }: { readonly id: string }) => !!nodeLookup.get(id)?.measured.width;
      const { nodes } = app.editor.document();
      if (left === 0 || nodes.every(drawn) || (nodes.length > MANY_NODES && nodes.some(drawn))) void act();
      else setTimeout(() => whenDrawn(act, left - 1), STEP);
    };
    /** A node that was only just added is not drawn yet: it gets the focus as soon as it is. */
    const focusOn = (left: number, id: string) => {
      const node = store.getState().domNode?.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
      node?.focus({ preventScroll: true });
      if (node && document.activeElement === node) app.stage?.reveal(id);
      else if (left > 0) setTimeout(() => focusOn(left - 1, id), STEP);
    };
    app.stage = {
      fit: () => whenSeen(() => whenDrawn(() => flow.fitView(FIT))),
      overview: () => whenSeen(() => whenDrawn(() => cutOff() && flow.fitView(FIT))),
      show: (id) => whenSeen(() => flow.fitView({ ...CLOSE, nodes: [{ id }], minZoom: Math.max(0.7, flow.getZoom()) })),
      reveal(id) {
        const node = flow.getInternalNode(id);
        const { transform, width, height } = store.getState();
        if (!node?.measured.width || !node.measured.height) return;
        const { x, y, zoom } = flow.getViewport();
        const left = node.internals.positionAbsolute.x * transform[2] + transform[0];
        const top = node.internals.positionAbsolute.y * transform[2] + transform[1];
        const by = (start: number, size: number, room: number) =>
          start + size > room - EDGE ? room - EDGE - start - size : start < EDGE ? EDGE - start : 0;
        const dx = by(left, node.measured.width * zoom, width);
        const dy = by(top, node.measured.height * zoom, height);
        if (dx || dy) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: 150 });
      },
      include(id) {
        const { width, height } = store.getState();
        const view = getViewportForBounds(flow.getNodesBounds(flow.getNodes()), width, height, 0, flow.getZoom(), PADDING);
        if (cutOff() && view.zoom >= CLEAR) void flow.setViewport(view, { duration: FIT.duration });
        else app.stage?.reveal(id);
      },
      focus: (id) => focusOn(PATIENCE, id),
      onScreen: ([x, y]) => flow.flowToScreenPosition({ x, y }),
      middle() {
        const { x, y } = middleOfScreen();
        const [left, top] = locate(x, y);
        return [left - NODE_WIDTH / 2, top - NODE_HEIGHT / 2];
      },
      locate,
      room: () => ({ width: store.getState().domNode?.clientWidth ?? 0, height: store.getState().domNode?.clientHeight ?? 0 }),
      zoom: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: 120 }),
      sizeOf(id) {
        const measured = flow.getInternalNode(id)?.measured;
        return measured?.width && measured.height ? { width: measured.width, height: measured.height } : null;
      },
    };
    const observer = new ResizeObserver(() => {
      const waiting = later.current;
      if (!waiting || !isSeen()) return;
      later.current = null;
      setTimeout(waiting, 60);
    });
    observer.observe(app.root);
    return () => {
      observer.disconnect();
      app.stage = null;
    };
  }, [app, flow, store]);
  const drawn = useNodesInitialized();
  const begun = useRef(app.editor.document().nodes.length === 0);
  useEffect(() => {
    if (drawn && !begun.current) app.stage?.fit();
    if (drawn) begun.current = true;
  }, [app, drawn]);
  return null;
}
