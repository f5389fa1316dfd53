// The wires that a node could get: what is offered to somebody who chooses one instead of drawing it.

import { type Catalogue, inputsOf, outputsOf, type Port } from "../catalogue.ts";
import { affinity, fitOfOutput } from "../compatible.ts";
import { type Edge, edgeId, type GraphDocument, type GraphNode, nodeOf } from "../document.ts";

export interface Wiring {
  readonly edge: Edge;
  /** The node's own port, and the other end. */
  readonly own: Port;
  readonly other: GraphNode;
  readonly port: Port;
  /** The wire whose place it takes. */
  readonly old: Edge | null;
}

/** The wires of one port, those that suit best first. */
export interface Offer {
  readonly own: Port;
  readonly from: "input" | "output";
  readonly wirings: readonly Wiring[];
}

/** Kinds that only have their family in common are no reason to push another wire out. */
const DISTANT = 1;

/** What is worth less where it would push another wire out. */
const TAKEN = 2;

/** Everything that a node leads to, near or far, or that leads to it. */
function reached(document: GraphDocument, id: string, from: "source" | "target"): ReadonlySet<string> {
  const to = from === "source" ? "target" : "source";
  const seen = new Set([id]);
  for (const node of seen) for (const edge of document.edges) if (edge[from] === node) seen.add(edge[to]);
  return seen;
}

function taking(document: GraphDocument, target: string, port: Port): Edge | null {
  return (!port.many && document.edges.find((edge) => edge.target === target && edge.input === port.name)) || null;
}

interface Ends {
  readonly source: GraphNode;
  readonly output: Port;
  readonly target: GraphNode;
  readonly input: Port;
}

function scored(catalogue: Catalogue, document: GraphDocument, { source, output, target, input }: Ends) {
  const edge: Edge = { source: source.id, output: output.name, target: target.id, input: input.name };
  const old = taking(document, target.id, input);
  const known = document.edges.some((other) => edgeId(other) === edgeId(edge));
  const suits = !known && affinity(catalogue, output.kind, input.kind) > (old ? DISTANT : 0);
  const fit = fitOfOutput(catalogue, document, source, output, { node: target.id, port: input }) - (old ? TAKEN : 0);
  return { edge, old, suits, fit };
}

/** For each port of a node the wires to other nodes that make no circle; inputs that lack one come first. */
export function wiringsOf(catalogue: Catalogue, document: GraphDocument, id: string): readonly Offer[] {
  const node = nodeOf(document, id);
  if (!node) return [];
  const [below, above] = [reached(document, id, "source"), reached(document, id, "target")];
  const offer = (own: Port, from: "input" | "output", ends: readonly (Ends & { other: GraphNode; port: Port })[]): Offer => {
    const all = ends.map((one) => ({ ...one, own, ...scored(catalogue, document, one) })).filter(({ suits }) => suits);
    const wirings = all.sort((one, other) => other.fit - one.fit).map(({ edge, old, other, port }) => ({ edge, own, other, port, old }));
    return { own, from, wirings };
  };
  const inputs = inputsOf(catalogue, node).map((input) => {
    const sources = document.nodes.filter((other) => !below.has(other.id));
    const ends = sources.flatMap((other) =>
      outputsOf(catalogue, other).map((output) => ({ source: other, output, target: node, input, other, port: output })),
    );
    return offer(input, "input", ends);
  });
  const outputs = outputsOf(catalogue, node).map((output) => {
    const targets = document.nodes.filter((other) => !above.has(other.id));
    const ends = targets.flatMap((other) =>
      inputsOf(catalogue, other).map((input) => ({ source: node, output, target: other, input, other, port: input })),
    );
    return offer(output, "output", ends);
  });
  const full = ({ own }: Offer) => document.edges.some((edge) => edge.target === id && edge.input === own.name);
  return [...inputs.filter((one) => !full(one)), ...outputs, ...inputs.filter(full)];
}
