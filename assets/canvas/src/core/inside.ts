// What Python says about the modules inside a network, and how edits stand among them.

import type { Problem } from "./analysis.ts";
import type { Block } from "./catalogue.ts";
import type { Edit } from "./document.ts";

export interface Inner {
  readonly path: string;
  readonly name: string;
  readonly class: string;
  readonly detail: string;
  readonly parameters: number;
  readonly tensors: number;
  readonly frozen_tensors: number;
  readonly frozen: boolean;
  /** An edit put it there. */
  readonly added: boolean;
  /** It is run for the outputs that have a wire. */
  readonly used: boolean;
  /** How often a forward pass calls it; 0 for what only holds others. */
  readonly calls: number;
  /** Exactly what the one before gave arrives here. */
  readonly follows: boolean;
  /** It gives exactly what its last child gave. */
  readonly passes: boolean;
  readonly arrives: string;
  readonly shape: string;
  readonly children: number;
}

export interface Level {
  readonly self: Inner;
  readonly inside: readonly Inner[];
}

export interface PlacedEdit {
  readonly edit: Edit;
  readonly index: number;
}

/** "a.b.c" -> ["", "a", "a.b", "a.b.c"]. */
export function ancestors(path: string): readonly string[] {
  const names = path ? path.split(".") : [];
  return ["", ...names.map((_, depth) => names.slice(0, depth + 1).join("."))];
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}

/** May it stand inside a network? It needs exactly one thing that must arrive, and gives one. */
export function fitsInside(block: Block): boolean {
  const [needed, ...others] = block.inputs.filter((port) => !port.optional);
  return needed !== undefined && !others.length && !needed.many && block.outputs.length === 1;
}

/** How well a block suits a place inside a network; one with an inside of its own is offered after the others. */
export function fitInside(block: Block): number {
  if (!fitsInside(block)) return 0;
  return block.tappable ? 1 : 2;
}

/** Which blocks can stand at a place, as Python found out: the best first; before it has answered, nothing is known. */
export interface SuitedAt {
  readonly keeps: readonly string[];
  readonly changes: readonly string[];
}

/** How well a block suits a place: 3 it keeps the shape, 2 it changes it, 1 it cannot stand there as it begins. */
export function suits(suited: SuitedAt, block: string): 1 | 2 | 3 {
  return suited.keeps.includes(block) ? 3 : suited.changes.includes(block) ? 2 : 1;
}

/** Blocks in the order in which they suit a place; those that cannot stand there keep their order behind the others. */
export function bySuiting<T extends { readonly id: string }>(suited: SuitedAt, blocks: readonly T[]): T[] {
  const order = [...suited.keeps, ...suited.changes];
  const place = new Map(order.map((id, index) => [id, index]));
  return [...blocks].sort((one, other) => (place.get(one.id) ?? order.length) - (place.get(other.id) ?? order.length));
}

/** The edits at a module path, each with its place in the order. */
export function editsAt(edits: readonly Edit[], path: string): readonly PlacedEdit[] {
  return edits.map((edit, index) => ({ edit, index })).filter(({ edit }) => edit.path === path);
}

/** How many edits stand inside a module, at any depth. */
export function editsWithin(edits: readonly Edit[], path: string): number {
  return edits.filter((edit) => edit.path.startsWith(path ? `${path}.` : "")).length;
}

/** The problems that speak of this edit. */
export function problemsOfEdit(problems: readonly Problem[], index: number): readonly Problem[] {
  return problems.filter((problem) => problem.edit === index);
}
