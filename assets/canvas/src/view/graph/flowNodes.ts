// The document's nodes and wires as React Flow wants them; what did not change stays the same object.

import type { Edge as FlowEdge, Node as FlowNode } from "@xyflow/react";
import { type Catalogue, inputsOf, outputsOf, titleOf } from "../../core/catalogue.ts";
import { type Edge, edgeId, type GraphDocument, type GraphNode } from "../../core/document.ts";
import type { Selection } from "../../core/selection.ts";
import { namesakes } from "../../core/naming.ts";
import { strings } from "../../strings.ts";

export interface NodeData extends Record<string, unknown> {
  readonly node: GraphNode;
  /** Ports that wires still name but the block does not have: drawn, so that the wire can be seen. */
  readonly lostInputs: string;
  readonly lostOutputs: string;
  /** Whether another node bears the same title: the name in the code then tells them apart. */
  readonly namesake: boolean;
}

export interface WireData extends Record<string, unknown> {
  readonly edge: Edge;
}

export type BlockFlowNode = FlowNode<NodeData, "block">;
export type WireFlowEdge = FlowEdge<WireData, "wire">;

export const LOST_SEPARATOR = "\n";

function lostPorts(catalogue: Catalogue, document: GraphDocument): Map<string, { in: Set<string>; out: Set<string> }> {
  const lost = new Map<string, { in: Set<string>; out: Set<string> }>();
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const entry = (id: string) => {
    const found = lost.get(id) ?? { in: new Set<string>(), out: new Set<string>() };
    lost.set(id, found);
    return found;
  };
  for (const edge of document.edges) {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (source && !outputsOf(catalogue, source).some((port) => port.name === edge.output))
      entry(source.id).out.add(edge.output);
    if (target && !inputsOf(catalogue, target).some((port) => port.name === edge.input))
      entry(target.id).in.add(edge.input);
  }
  return lost;
}

export function flowNodes(
  catalogue: Catalogue,
  document: GraphDocument,
  selection: Selection,
  old: readonly BlockFlowNode[],
): BlockFlowNode[] {
  const before = new Map(old.map((node) => [node.id, node]));
  const lost = lostPorts(catalogue, document);
  const several = namesakes(catalogue, document);
  return document.nodes.map((node) => {
    const was = before.get(node.id);
    const selected = selection.nodes.has(node.id);
    const lostInputs = [...(lost.get(node.id)?.in ?? [])].join(LOST_SEPARATOR);
    const lostOutputs = [...(lost.get(node.id)?.out ?? [])].join(LOST_SEPARATOR);
    const namesake = several.has(node.id);
    const now = { node, lostInputs, lostOutputs, namesake };
    const same = was && Object.entries(now).every(([key, value]) => was.data[key] === value);
    if (same && was.selected === selected) return was;
    const position = { x: node.position[0], y: node.position[1] };
    const data = same ? was.data : now;
    const block = catalogue.byId.get(node.block)?.title ?? node.block;
    return {
      ...was,
      id: node.id,
      type: "block",
      position: same ? was.position : position,
      data,
      selected,
      ariaLabel: strings.canvas.node(titleOf(catalogue, node), block),
    };
  });
}

export function flowEdges(
  document: GraphDocument,
  selection: Selection,
  old: readonly WireFlowEdge[],
): WireFlowEdge[] {
  const before = new Map(old.map((edge) => [edge.id, edge]));
  return document.edges.map((edge) => {
    const id = edgeId(edge);
    const selected = selection.edges.has(id);
    const was = before.get(id);
    if (was && was.selected === selected) return was;
    return {
      id,
      type: "wire",
      source: edge.source,
      sourceHandle: edge.output,
      target: edge.target,
      targetHandle: edge.input,
      data: { edge },
      selected,
      ariaLabel: strings.canvas.wire(`${edge.source}.${edge.output}`, `${edge.target}.${edge.input}`),
    };
  });
}
