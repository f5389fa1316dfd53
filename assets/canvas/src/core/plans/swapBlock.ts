import type { Block, Catalogue, Param, Port } from "../catalogue.ts";
import type { ReplaceNode } from "../commands/replaceNode.ts";
import { affinity } from "../compatible.ts";
import { type Edge, type GraphDocument, type GraphNode, nodeOf, type ParamValue } from "../document.ts";

function keptParams(node: GraphNode, old: Block | undefined, next: Block): Record<string, ParamValue> {
  const same = (param: Param) => old?.params.some((was) => was.name === param.name && was.type === param.type);
  const kept: Record<string, ParamValue> = {};
  for (const param of next.params) {
    const value = node.params[param.name];
    const listed = !param.choices || param.choices.includes(String(value));
    if (value !== undefined && same(param) && listed) kept[param.name] = value;
  }
  return kept;
}

/** The port that stands in for an old one: the same name, else the same place, else the first that suits. */
function successor(catalogue: Catalogue, old: readonly Port[], next: readonly Port[], name: string): Port | undefined {
  const place = old.findIndex((port) => port.name === name);
  const was = old[place];
  const suits = (port: Port | undefined) => port && was && affinity(catalogue, was.kind, port.kind) > 0;
  const candidates = [next.find((port) => port.name === name), next[place], ...next];
  return candidates.find(suits);
}

/** Swaps a node's block: id, place, label, equal parameters and every wire that still has a port are kept. */
export function swapBlock(catalogue: Catalogue, document: GraphDocument, id: string, next: Block): ReplaceNode | null {
  const node = nodeOf(document, id);
  if (!node) return null;
  const old = catalogue.byId.get(node.block);
  const taps = next.tappable ? node.taps : [];
  const edges: Edge[] = [];
  const filled = new Set<string>();
  for (const edge of document.edges) {
    if (edge.source === id) {
      const tapped = taps.includes(edge.output);
      const port = tapped ? undefined : successor(catalogue, old?.outputs ?? [], next.outputs, edge.output);
      if (tapped || port) edges.push({ ...edge, output: port?.name ?? edge.output });
    } else if (edge.target === id) {
      const port = successor(catalogue, old?.inputs ?? [], next.inputs, edge.input);
      if (!port || (filled.has(port.name) && !port.many)) continue;
      filled.add(port.name);
      edges.push({ ...edge, input: port.name });
    }
  }
  const params = keptParams(node, old, next);
  const freeze = next.freezable ? node.freeze : null;
  return { kind: "replace-node", node: { ...node, block: next.id, params, freeze, taps, edits: [], shares: null }, edges };
}
