import { type Block, type Catalogue, inputsOf, outputsOf } from "../catalogue.ts";
import type { Command } from "../commands/index.ts";
import { bestInput, bestOutput } from "../compatible.ts";
import { type Edge, edgeId, type GraphDocument, type GraphNode, nodeOf } from "../document.ts";

/** The new wires in the order of the old: the wire's second half takes the place of the whole in a many-input. */
function rewire(document: GraphDocument, edge: Edge, first: Edge, second: Edge): Command[] {
  const own = document.edges.filter((old) => old.target === edge.target && old.input === edge.input);
  const place = own.findIndex((old) => edgeId(old) === edgeId(edge));
  const commands: Command[] = [
    { kind: "disconnect", edges: [edge] },
    { kind: "connect", edge: first, replaces: true },
    { kind: "connect", edge: second, replaces: false },
  ];
  if (place >= 0 && place < own.length - 1) {
    const { target, input } = edge;
    commands.push({ kind: "reorder-input", target, input, from: own.length - 1, to: place });
  }
  return commands;
}

/** The commands that lead a wire through a node that is (or will be) in the document; none where it cannot. */
export function insertOnWire(
  catalogue: Catalogue,
  document: GraphDocument,
  edge: Edge,
  node: GraphNode,
  block: Block,
): readonly Command[] {
  const [before, after] = [nodeOf(document, edge.source), nodeOf(document, edge.target)];
  if (!before || !after || before.id === node.id || after.id === node.id) return [];
  const given = outputsOf(catalogue, before).find((port) => port.name === edge.output)?.kind ?? "any";
  const taken = inputsOf(catalogue, after).find((port) => port.name === edge.input)?.kind ?? "any";
  const input = bestInput(catalogue, block.inputs, given);
  const output = bestOutput(catalogue, block.outputs, taken);
  if (!input || !output) return [];
  const first = { source: edge.source, output: edge.output, target: node.id, input: input.name };
  const second = { source: node.id, output: output.name, target: edge.target, input: edge.input };
  return rewire(document, edge, first, second);
}
