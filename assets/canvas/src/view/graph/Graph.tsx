// The canvas proper.

import {
  type EdgeTypes,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from "@xyflow/react";
import { type FocusEvent, type KeyboardEvent, useMemo } from "react";
import { edgeId } from "../../core/document.ts";
import { MANY_NODES } from "../../core/place.ts";
import { selectNodes } from "../../core/selection.ts";
import { createStore } from "../../state/store.ts";
import { openGroup } from "../../state/grouping.ts";
import { openInside } from "../../state/surgery.ts";
import { strings } from "../../strings.ts";
import { useApp, useTheme } from "../context.ts";
import { Ghosts } from "../comparing/Ghosts.tsx";
import { EmptyState } from "./EmptyState.tsx";
import { FarClass } from "./FarClass.tsx";
import type { BlockFlowNode, WireFlowEdge } from "./flowNodes.ts";
import { GroupBar } from "./GroupBar.tsx";
import { HotWire } from "./hotWire.ts";
import { NodeCard } from "./NodeCard.tsx";
import { Overview } from "./Overview.tsx";
import { StageLink } from "./StageLink.tsx";
import { useDropping } from "./useDropping.ts";
import { useFlowGraph } from "./useFlowGraph.ts";
import { useWiring } from "./useWiring.ts";
import { Wire } from "./Wire.tsx";
import { ZoomBar } from "./ZoomBar.tsx";

const NODE_TYPES: NodeTypes = { block: NodeCard };
const EDGE_TYPES: EdgeTypes = { wire: Wire };
const ADDING_KEYS = ["Meta", "Control", "Shift"];
/** Keys that do nothing to a node; every other one pressed on it is meant for it. */
const PASSING = ["Escape", "Tab", "Shift", "Control", "Alt", "Meta"];
const GRID: [number, number] = [8, 8];

function useMenus() {
  const app = useApp();
  const at = (event: { clientX: number; clientY: number }) => ({ x: event.clientX, y: event.clientY });
  return {
    onNodeContextMenu(event: React.MouseEvent, node: BlockFlowNode) {
      event.preventDefault();
      const { nodes } = app.editor.store.get().selection;
      if (!nodes.has(node.id)) app.editor.select(selectNodes([node.id]));
      app.look.change({ menu: { on: "node", id: node.id, at: at(event) } });
    },
    onEdgeContextMenu(event: React.MouseEvent, edge: WireFlowEdge) {
      event.preventDefault();
      if (!edge.data) return;
      app.editor.select({ nodes: new Set(), edges: new Set([edgeId(edge.data.edge)]) });
      app.look.change({ menu: { on: "wire", edge: edge.data.edge, at: at(event) } });
    },
    onPaneContextMenu(event: React.MouseEvent | MouseEvent) {
      event.preventDefault();
      app.look.change({ menu: { on: "pane", at: at(event) } });
    },
    onNodeDoubleClick(_: React.MouseEvent, node: BlockFlowNode) {
      if (openGroup(app, node.id)) return;
      if (app.catalogue.byId.get(node.data.node.block)?.tappable) openInside(app, node.id);
      else app.look.change({ inspector: true });
    },
  };
}

function Flow() {
  const app = useApp();
  const theme = useTheme();
  const graph = useFlowGraph();
  const wiring = useWiring();
  const dropping = useDropping();
  const menus = useMenus();
  const onKeyDown = (event: KeyboardEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset.id;
    if (id && event.target === event.currentTarget.querySelector(`.react-flow__node[data-id="${id}"]`)) {
      const { nodes, edges } = app.editor.store.get().selection;
      if (!nodes.size && !edges.size && !PASSING.includes(event.key)) app.editor.select(selectNodes([id]));
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      app.editor.select(selectNodes([id]));
      if (event.key === "Enter") app.look.change({ inspector: true });
      if (event.key === "Enter") setTimeout(() => app.root.querySelector<HTMLElement>(".ng-inspector input")?.focus(), 0);
    }
  };
  /** Walking with the Tab key selects: a press of the mouse does so by itself. */
  const onFocus = ({ target }: FocusEvent) => {
    const id = target.matches(".react-flow__node, .react-flow__edge") && target.matches(":focus-visible") ? target.getAttribute("data-id") : null;
    if (id === null) return;
    const { nodes, edges } = app.editor.store.get().selection;
    if (nodes.has(id) || edges.has(id)) return;
    app.editor.select(target.matches(".react-flow__node") ? selectNodes([id]) : { nodes: new Set(), edges: new Set([id]) });
  };
  return (
    <ReactFlow<BlockFlowNode, WireFlowEdge>
      {...graph}
      {...wiring}
      {...dropping}
      {...menus}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      colorMode={theme}
      aria-label={strings.canvas.label}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onMoveStart={() => app.look.get().menu && app.look.change({ menu: null })}
      minZoom={0.1}
      maxZoom={2}
      snapToGrid
      snapGrid={GRID}
      connectionRadius={28}
      selectionMode={SelectionMode.Partial}
      multiSelectionKeyCode={ADDING_KEYS}
      deleteKeyCode={null}
      disableKeyboardA11y
      edgesReconnectable
      onlyRenderVisibleElements={graph.nodes.length > MANY_NODES}
      proOptions={{ hideAttribution: true }}
    >
      <Ghosts />
      <StageLink />
      <FarClass />
      <ZoomBar />
      <Overview />
    </ReactFlow>
  );
}

export function Graph() {
  const app = useApp();
  const hot = useMemo(() => createStore<string | null>(null), [app]);
  return (
    <HotWire.Provider value={hot}>
      <ReactFlowProvider>
        <Flow />
      </ReactFlowProvider>
      <GroupBar />
      <EmptyState />
    </HotWire.Provider>
  );
}
