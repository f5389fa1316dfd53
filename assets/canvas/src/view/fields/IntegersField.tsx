import { readIntegers } from "../../core/params.ts";
import { strings } from "../../strings.ts";
import type { FieldProps } from "./field.ts";
import { type Read, TypedField } from "./TypedField.tsx";

function read(text: string): Read {
  const value = readIntegers(text);
  return value === undefined ? { fault: strings.inspector.notIntegers } : { value };
}

export function IntegersField(props: FieldProps) {
  return <TypedField {...props} read={read} />;
}
