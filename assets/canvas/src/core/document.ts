// The document as the browser holds it: plain immutable data, the same as in the file.

export type Position = readonly [number, number];
export type ParamValue = number | string | boolean | null | readonly number[];

export type Freeze =
  | { readonly what: "all" }
  | { readonly what: "up_to"; readonly path: string }
  | { readonly what: "matching"; readonly patterns: readonly string[] }
  | { readonly what: "normalisation" };

export interface GraphNode {
  readonly id: string;
  readonly block: string;
  readonly label: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly position: Position;
  readonly freeze: Freeze | null;
  readonly taps: readonly string[];
  readonly edits: readonly unknown[];
}

export interface Edge {
  readonly source: string;
  readonly output: string;
  readonly target: string;
  readonly input: string;
}

export interface GraphDocument {
  readonly format: "netgraft";
  readonly version: number;
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly Edge[];
  /** What the canvas does not edit (system, notes, seed, training) travels along untouched. */
  readonly rest: Readonly<Record<string, unknown>>;
}

export const EMPTY: GraphDocument = {
  format: "netgraft",
  version: 1,
  title: "",
  nodes: [],
  edges: [],
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

/** Returns the document with one node changed; the others stay the very same objects. */
export function changeNode(
  document: GraphDocument,
  id: string,
  change: (node: GraphNode) => GraphNode,
): GraphDocument {
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)) };
}
