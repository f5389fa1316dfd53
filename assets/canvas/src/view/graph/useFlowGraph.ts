// The graph as React Flow draws it: moves stay here until the mouse lets go, then become one command.

import { applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Selection } from "../../core/selection.ts";
import { useApp, useCatalogue, useDocument, useSelection } from "../context.ts";
import { type BlockFlowNode, flowEdges, flowNodes, type WireFlowEdge } from "./flowNodes.ts";

interface Selecting {
  readonly id: string;
  readonly selected: boolean;
}

function changed(set: ReadonlySet<string>, changes: readonly Selecting[]): ReadonlySet<string> {
  const next = new Set(set);
  for (const { id, selected } of changes) {
    if (selected) next.add(id);
    else next.delete(id);
  }
  return next;
}

export function useFlowGraph() {
  const app = useApp();
  const document = useDocument();
  const selection = useSelection();
  const catalogue = useCatalogue();
  const [nodes, setNodes] = useState<BlockFlowNode[]>(() => flowNodes(catalogue, document, selection, []));
  const edges = useRef<WireFlowEdge[]>([]);
  edges.current = flowEdges(document, selection, edges.current);

  useLayoutEffect(() => {
    setNodes((old) => flowNodes(catalogue, document, selection, old));
  }, [catalogue, document, selection]);

  const select = useCallback(
    (part: "nodes" | "edges", changes: readonly Selecting[]) => {
      if (!changes.length) return;
      const now = app.editor.store.get().selection;
      app.editor.select({ ...now, [part]: changed(now[part], changes) } as Selection);
    },
    [app],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<BlockFlowNode>[]) => {
      select("nodes", changes.filter((change) => change.type === "select"));
      const drawn = changes.filter((change) => change.type === "position" || change.type === "dimensions");
      if (drawn.length) setNodes((old) => applyNodeChanges(drawn, old));
    },
    [select],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<WireFlowEdge>[]) => select("edges", changes.filter((change) => change.type === "select")),
    [select],
  );

  return { nodes, edges: edges.current, onNodesChange, onEdgesChange };
}
