// A small made-up catalogue and documents for the tests: no block of it exists in Netgraft.

import { type Block, type Catalogue, indexCatalogue } from "../src/core/catalogue.ts";
import type { Edge, GraphDocument, GraphNode } from "../src/core/document.ts";
import { EMPTY } from "../src/core/document.ts";

type Ports = readonly (readonly [name: string, kind: string, many?: boolean])[];

function block(id: string, inputs: Ports, outputs: Ports, more: Partial<Block> = {}): Block {
  const ports = (list: Ports) => list.map(([name, kind, many]) => ({ name, kind, many: many ?? false }));
  return {
    id,
    title: id,
    category: "all",
    sentence: `What ${id} does.`,
    keywords: [],
    inputs: ports(inputs),
    outputs: ports(outputs),
    params: [],
    freezable: false,
    tappable: false,
    ...more,
  };
}

const width = { name: "width", type: "integer", title: "Width", default: 10, minimum: 1, maximum: 99 } as const;
const mode = { name: "mode", type: "choice", title: "Mode", default: "a", choices: ["a", "b"] } as const;

export const catalogue: Catalogue = indexCatalogue({
  categories: [{ id: "all", title: "All" }],
  kinds: {
    any: { title: "Anything", color: "#888", family: "real" },
    picture: { title: "Pictures", color: "#00f", family: "real" },
    vector: { title: "Vectors", color: "#80f", family: "real" },
    ids: { title: "Ids", color: "#f08", family: "ids" },
  },
  blocks: [
    block("camera", [], [["picture", "picture"]]),
    block("words", [], [["ids", "ids"]]),
    block("trunk", [["picture", "picture"]], [["features", "vector"]], { tappable: true, freezable: true }),
    block("dense", [["x", "vector"]], [["y", "vector"]], { params: [width, mode], freezable: true }),
    block("thick", [["x", "vector"]], [["y", "vector"]], { params: [width] }),
    block("lookup", [["ids", "ids"]], [["y", "vector"]]),
    block("anything", [["x", "any"]], [["y", "any"]]),
    block("join", [["parts", "vector", true]], [["joined", "vector"]]),
    block("pair", [["left", "picture"], ["right", "vector"]], [["sum", "vector"]]),
    block("end", [["x", "vector"]], []),
  ],
});

export function node(id: string, name: string, more: Partial<GraphNode> = {}): GraphNode {
  return { id, block: name, label: "", params: {}, position: [0, 0], freeze: null, taps: [], edits: [], shares: null, ...more };
}

/** "a.y>b.x" as an edge. */
export function edge(text: string): Edge {
  const [from, to] = text.split(">") as [string, string];
  const split = (end: string) => [end.slice(0, end.indexOf(".")), end.slice(end.indexOf(".") + 1)] as const;
  const [[source, output], [target, input]] = [split(from), split(to)];
  return { source, output, target, input };
}

export function graph(nodes: readonly GraphNode[], ...edges: readonly string[]): GraphDocument {
  return { ...EMPTY, nodes, edges: edges.map(edge) };
}

export function wires(document: GraphDocument): string[] {
  return document.edges.map(({ source, output, target, input }) => `${source}.${output}>${target}.${input}`);
}
