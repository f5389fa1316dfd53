// Reading and checking what a person types into a parameter's field. Bounds are marked; Python judges.

import type { Param } from "./catalogue.ts";
import type { GraphNode, ParamValue } from "./document.ts";

/** The value that a node has for a parameter: its own, else the declared default. */
export function valueOf(node: GraphNode, param: Param): ParamValue {
  const own = node.params[param.name];
  return own === undefined ? param.default : own;
}

export function isSet(node: GraphNode, param: Param): boolean {
  return node.params[param.name] !== undefined;
}

/** "3, 3" -> [3, 3]; undefined where the text is not a list of integers. */
export function readIntegers(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,;×x]+/).filter(Boolean);
  const numbers = parts.map(Number);
  return parts.length > 0 && numbers.every(Number.isInteger) ? numbers : undefined;
}

/** The typed text as a number; undefined where it is none (or no integer where one is asked for). */
export function readNumber(text: string, whole: boolean): number | undefined {
  const trimmed = text.trim();
  if (!trimmed) return undefined;
  const value = Number(trimmed);
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return undefined;
  return value;
}

export type BoundFault = { readonly kind: "low" | "high"; readonly limit: number };

/** Says which bound a value breaks, if any. */
export function boundFault(param: Param, value: ParamValue): BoundFault | null {
  const numbers = typeof value === "number" ? [value] : Array.isArray(value) ? (value as number[]) : [];
  for (const number of numbers) {
    if (typeof param.minimum === "number" && number < param.minimum) return { kind: "low", limit: param.minimum };
    if (typeof param.maximum === "number" && number > param.maximum) return { kind: "high", limit: param.maximum };
  }
  return null;
}

/** A value as short text, for node cards and for fields. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean") return value ? "on" : "off";
  return String(value);
}
