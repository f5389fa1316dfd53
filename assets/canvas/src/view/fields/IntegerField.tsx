import { readNumber } from "../../core/params.ts";
import { strings } from "../../strings.ts";
import type { FieldProps } from "./field.ts";
import { type Read, TypedField } from "./TypedField.tsx";

function read(text: string): Read {
  const value = readNumber(text, true);
  return value === undefined ? { fault: strings.inspector.notWhole } : { value };
}

export function IntegerField(props: FieldProps) {
  return <TypedField {...props} read={read} numeric />;
}
