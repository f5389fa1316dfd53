// What is selected: nodes and wires by id. Not part of the document.

import { edgeId, type GraphDocument } from "./document.ts";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

export const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

export function selectNodes(ids: Iterable<string>): Selection {
  return { nodes: new Set(ids), edges: new Set() };
}

export function selectAll(document: GraphDocument): Selection {
  return { nodes: new Set(document.nodes.map((node) => node.id)), edges: new Set(document.edges.map(edgeId)) };
}

function equal(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

export function sameSelection(one: Selection, other: Selection): boolean {
  return equal(one.nodes, other.nodes) && equal(one.edges, other.edges);
}

/** Drops what the document no longer holds; the same object where nothing is dropped. */
export function prune(selection: Selection, document: GraphDocument): Selection {
  const all = selectAll(document);
  const kept: Selection = {
    nodes: new Set([...selection.nodes].filter((id) => all.nodes.has(id))),
    edges: new Set([...selection.edges].filter((id) => all.edges.has(id))),
  };
  return sameSelection(kept, selection) ? selection : kept;
}
