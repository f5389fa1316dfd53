// Document to text and back. Python has validated every text but the browser's own autosave.

import type { Edge, Edit, Freeze, GraphDocument, GraphNode, Group, ParamValue, Position } from "./document.ts";

type Loose = Record<string, unknown>;

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readEdit(value: unknown): Edit | null {
  if (!isRecord(value) || typeof value.do !== "string" || typeof value.path !== "string") return null;
  const block = typeof value.block === "string" ? value.block : null;
  const params = (isRecord(value.params) ? value.params : {}) as Record<string, ParamValue>;
  return { do: value.do as Edit["do"], path: value.path, block, params, on: value.on !== false };
}

function readNode(value: unknown): GraphNode | null {
  if (!isRecord(value) || typeof value.id !== "string" || typeof value.block !== "string") return null;
  const position = Array.isArray(value.position) ? value.position : [0, 0];
  return {
    id: value.id,
    block: value.block,
    label: typeof value.label === "string" ? value.label : "",
    params: (isRecord(value.params) ? value.params : {}) as Record<string, ParamValue>,
    position: [Number(position[0]) || 0, Number(position[1]) || 0] as Position,
    freeze: (isRecord(value.freeze) ? value.freeze : null) as Freeze | null,
    taps: Array.isArray(value.taps) ? value.taps.map(String) : [],
    edits: Array.isArray(value.edits) ? value.edits.map(readEdit).filter((edit) => edit !== null) : [],
    shares: typeof value.shares === "string" ? value.shares : null,
  };
}

function readEdge(value: unknown): Edge | null {
  if (!isRecord(value)) return null;
  const { source, output, target, input } = value;
  const names = [source, output, target, input];
  if (!names.every((name) => typeof name === "string")) return null;
  return { source, output, target, input } as Edge;
}

function readGraph(nodes: unknown, edges: unknown): Pick<Group, "nodes" | "edges"> {
  const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);
  return {
    nodes: list(nodes).map(readNode).filter((node) => node !== null),
    edges: list(edges).map(readEdge).filter((edge) => edge !== null),
  };
}

function readGroup(value: unknown): Group | null {
  if (!isRecord(value) || typeof value.id !== "string") return null;
  const title = typeof value.title === "string" ? value.title : "";
  return { id: value.id, title, ...readGraph(value.nodes, value.edges) };
}

/** Reads a document's text; null where the text is none. */
export function readDocument(text: string): GraphDocument | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value.format !== "netgraft" || !Array.isArray(value.nodes)) return null;
  const { format: _format, version, title, nodes, edges, groups, ...rest } = value;
  return {
    format: "netgraft",
    version: typeof version === "number" ? version : 1,
    title: typeof title === "string" ? title : "",
    ...readGraph(nodes, edges),
    groups: (Array.isArray(groups) ? groups : []).map(readGroup).filter((group) => group !== null),
    rest,
  };
}

function writeEdit({ do: operation, path, block, params, on }: Edit): Loose {
  const written: Loose = { do: operation, path };
  if (block) written.block = block;
  if (Object.keys(params).length) written.params = params;
  return { ...written, on };
}

function writeNode(node: GraphNode): Loose {
  const written: Loose = { id: node.id, block: node.block };
  if (node.label) written.label = node.label;
  written.params = node.params;
  written.position = node.position;
  if (node.freeze) written.freeze = node.freeze;
  if (node.taps.length) written.taps = node.taps;
  if (node.edits.length) written.edits = node.edits.map(writeEdit);
  if (node.shares) written.shares = node.shares;
  return written;
}

function writeGroup({ id, title, nodes, edges }: Group): Loose {
  return { id, title, nodes: nodes.map(writeNode), edges };
}

/** Writes a document; `indent` makes it pleasant to read, as in a saved file. */
export function writeDocument(document: GraphDocument, indent = 0): string {
  const { format, version, title, nodes, edges, groups, rest } = document;
  const inner = groups.length ? { groups: groups.map(writeGroup) } : {};
  return JSON.stringify({ format, version, title, ...rest, nodes: nodes.map(writeNode), edges, ...inner }, null, indent);
}
