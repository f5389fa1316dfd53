import { readNumber } from "../../core/params.ts";
import { strings } from "../../strings.ts";
import type { FieldProps } from "./field.ts";
import { type Read, TypedField } from "./TypedField.tsx";

function read(text: string): Read {
  const value = readNumber(text, false);
  return value === undefined ? { fault: strings.inspector.notNumber } : { value };
}

export function NumberField(props: FieldProps) {
  return <TypedField {...props} read={read} numeric />;
}
