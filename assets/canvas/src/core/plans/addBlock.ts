// Plans turn one gesture into the commands of one undo step.

import { type Block, type Catalogue, inputsOf, outputsOf } from "../catalogue.ts";
import type { Command } from "../commands/index.ts";
import { bestInput, bestOutput } from "../compatible.ts";
import { type GraphDocument, type GraphNode, nodeOf, type Position } from "../document.ts";
import { freshId } from "../identifiers.ts";

export interface Planned {
  readonly commands: readonly Command[];
  readonly id: string;
}

export function newNode(document: GraphDocument, block: Block, position: Position): GraphNode {
  const taken = new Set(document.nodes.map((node) => node.id));
  return {
    id: freshId(block.id, taken),
    block: block.id,
    label: "",
    params: {},
    position,
    freeze: null,
    taps: [],
    edits: [],
    shares: null,
  };
}

export function addBlock(document: GraphDocument, block: Block, position: Position): Planned {
  const node = newNode(document, block, position);
  return { commands: [{ kind: "add-nodes", nodes: [node] }], id: node.id };
}

/** One end of a wire that was let go over the empty canvas. */
export interface LooseEnd {
  readonly node: string;
  readonly port: string;
  readonly from: "output" | "input";
}

/** Adds a block and wires it to the loose end, at the port that suits best. */
export function addConnected(
  catalogue: Catalogue,
  document: GraphDocument,
  block: Block,
  position: Position,
  end: LooseEnd,
): Planned {
  const { commands, id } = addBlock(document, block, position);
  const other = nodeOf(document, end.node);
  if (!other) return { commands, id };
  if (end.from === "output") {
    const kind = outputsOf(catalogue, other).find((port) => port.name === end.port)?.kind ?? "any";
    const port = bestInput(catalogue, block.inputs, kind);
    if (!port) return { commands, id };
    const edge = { source: end.node, output: end.port, target: id, input: port.name };
    return { commands: [...commands, { kind: "connect", edge, replaces: true }], id };
  }
  const into = inputsOf(catalogue, other).find((port) => port.name === end.port);
  const port = bestOutput(catalogue, block.outputs, into?.kind ?? "any");
  if (!port) return { commands, id };
  const edge = { source: id, output: port.name, target: end.node, input: end.port };
  return { commands: [...commands, { kind: "connect", edge, replaces: !into?.many }], id };
}
