// The document as the browser holds it: plain immutable data, the same as in the file.

export type Position = readonly [number, number];
export type ParamValue = number | string | boolean | null | readonly number[];

export type Freeze =
  | { readonly what: "all" }
  | { readonly what: "up_to"; readonly path: string }
  | { readonly what: "matching"; readonly patterns: readonly string[] }
  | { readonly what: "normalisation" };

export type Operation = "insert_after" | "insert_before" | "replace" | "wrap" | "remove";

/** A change inside a node's network, at a module path. Edits are done in order. */
export interface Edit {
  readonly do: Operation;
  readonly path: string;
  readonly block: string | null;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly on: boolean;
}

export interface GraphNode {
  readonly id: string;
  readonly block: string;
  readonly label: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly position: Position;
  readonly freeze: Freeze | null;
  readonly taps: readonly string[];
  readonly edits: readonly Edit[];
  /** The node whose weights it uses instead of its own. */
  readonly shares: string | null;
}

export interface Edge {
  readonly source: string;
  readonly output: string;
  readonly target: string;
  readonly input: string;
}

/** A graph that nodes and edits use as a block. */
export interface Group {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
}

export interface GraphDocument {
  readonly format: "netgraft";
  readonly version: number;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
  readonly groups: readonly Group[];
  /** What the canvas does not edit (system, notes, seed, training) travels along untouched. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export const EMPTY: GraphDocument = {
  format: "netgraft",
  version: 1,
  title: "",
  nodes: [],
  edges: [],
  groups: [],
  rest: {},
};

export function edgeId(edge: Edge): string {
  return `${edge.source}.${edge.output}>${edge.target}.${edge.input}`;
}

export function sameEdge(one: Edge, other: Edge): boolean {
  return edgeId(one) === edgeId(other);
}

export function nodeOf(document: GraphDocument, id: string): GraphNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

/** Returns the document with the edits of one node changed; the same document where they stay as they are. */
export function changeEdits(
  document: GraphDocument,
  id: string,
  change: (edits: readonly Edit[]) => readonly Edit[],
): GraphDocument {
  const node = nodeOf(document, id);
  const edits = node && change(node.edits);
  return !edits || edits === node.edits ? document : changeNode(document, id, (old) => ({ ...old, edits }));
}

/** Returns the document with one node changed; the others stay the very same objects. */
export function changeNode(
  document: GraphDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)) };
}
