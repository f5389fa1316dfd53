import { showValue } from "../../core/params.ts";
import type { FieldProps } from "./field.ts";
import { TypedField } from "./TypedField.tsx";
import { useDraft } from "./useDraft.ts";

const LONG = 36;

function LongText({ param, id, own, set }: FieldProps) {
  const text = showValue(own === undefined ? param.default : own);
  const { draft, type, flush } = useDraft(text, (next) => set(next));
  return <textarea id={id} rows={3} value={draft} onChange={(event) => type(event.target.value)} onBlur={flush} />;
}

export function TextField(props: FieldProps) {
  const text = showValue(props.own === undefined ? props.param.default : props.own);
  if (text.length > LONG || text.includes("\n")) return <LongText {...props} />;
  return <TypedField {...props} read={(value) => ({ value })} />;
}
