// Which ports go well together: a hint for highlighting and for automatic wiring, never a judgement.

import { ANY, type Block, type Catalogue, outputsOf, type Port } from "./catalogue.ts";
import type { GraphDocument, GraphNode } from "./document.ts";

/** The family of kinds that fit every other. */
const WHATEVER = "whatever";

/** 3 the same kind, 2 one side takes anything, 1 the same family, 0 nothing in common. */
export function affinity(catalogue: Catalogue, output: string, input: string): number {
  const [one, other] = [catalogue.kinds[output], catalogue.kinds[input]];
  const families = one && other && output !== ANY && input !== ANY;
  if (output === input) return 3;
  if (one?.family === WHATEVER || other?.family === WHATEVER) return 2;
  if (output === ANY || input === ANY) return one && other && one.family !== other.family ? 0 : 2;
  return families && one.family === other.family ? 1 : 0;
}

function best(ports: readonly Port[], score: (port: Port) => number): Port | undefined {
  let found: Port | undefined;
  let most = 0;
  for (const port of ports) {
    const points = score(port);
    if (points > most) [found, most] = [port, points];
  }
  return found;
}

/** The input that suits an output of this kind best; the first input where none suits. */
export function bestInput(catalogue: Catalogue, inputs: readonly Port[], kind: string): Port | undefined {
  return best(inputs, (port) => affinity(catalogue, kind, port.kind)) ?? inputs[0];
}

export function bestOutput(catalogue: Catalogue, outputs: readonly Port[], kind: string): Port | undefined {
  return best(outputs, (port) => affinity(catalogue, port.kind, kind)) ?? outputs[0];
}

/** What another output than a block's first is worth less: the first is what it is there for. */
const ASIDE = 1.5;

/** How well a block could take a wire of this kind (from an output) or give one (to an input). */
export function fitOfBlock(catalogue: Catalogue, block: Block, kind: string, from: "output" | "input"): number {
  if (from === "output") return Math.max(0, ...block.inputs.map((port) => affinity(catalogue, kind, port.kind)));
  const scores = block.outputs.map((port, place) => affinity(catalogue, port.kind, kind) - (place && ASIDE));
  return Math.max(0, ...scores);
}

/** An input port of a node. */
export interface Taker {
  readonly node: string;
  readonly port: Port;
}

/** How well an output suits an input: what nothing else takes comes before what is in use, then the kind decides. */
export function fitOfOutput(catalogue: Catalogue, document: GraphDocument, source: GraphNode, output: Port, into: Taker): number {
  const fit = affinity(catalogue, output.kind, into.port.kind);
  const first = outputsOf(catalogue, source)[0]?.name === output.name;
  const taken = document.edges.some((edge) => edge.source === source.id && (edge.target !== into.node || edge.input !== into.port.name));
  return fit && fit - (first ? 0 : ASIDE) + (taken ? 0 : ASIDE);
}
