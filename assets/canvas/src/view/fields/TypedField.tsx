// A one-line field whose text is read into a value; text that cannot be read is marked and not applied.

import { boundFault, showValue } from "../../core/params.ts";
import type { ParamValue } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import type { FieldProps } from "./field.ts";
import { useDraft } from "./useDraft.ts";

export type Read = { readonly value: ParamValue } | { readonly fault: string };

interface Props extends FieldProps {
  readonly numeric?: boolean;
  read(text: string): Read;
}

function placeholderOf({ param, inferred }: FieldProps): string {
  const { auto, autoUnknown, none_value } = strings.inspector;
  if (param.inferred) return inferred === undefined || inferred === null ? autoUnknown : auto(showValue(inferred));
  return param.default === null ? none_value : showValue(param.default);
}

/** The empty field means: inferred, none, or back to the default. */
function valueOfEmpty({ param }: FieldProps): ParamValue | undefined {
  return param.optional && !param.inferred && param.default !== null ? null : undefined;
}

export function TypedField(props: Props) {
  const { param, id, own, set, fault, read, numeric } = props;
  const shown = own === undefined ? (param.inferred ? "" : showValue(param.default)) : showValue(own);
  const { draft, type, flush } = useDraft(shown, (text) => {
    if (!text.trim()) {
      fault(null);
      return set(valueOfEmpty(props));
    }
    const result = read(text);
    if ("fault" in result) return fault(result.fault);
    const broken = boundFault(param, result.value);
    if (broken) return fault(strings.inspector[broken.kind](broken.limit));
    fault(null);
    set(result.value);
  });
  return (
    <input
      id={id}
      inputMode={numeric ? "decimal" : "text"}
      value={draft}
      placeholder={placeholderOf(props)}
      onChange={({ target }) => {
        if (target.value === shown) fault(null);
        type(target.value);
      }}
      onBlur={flush}
      onKeyDown={(event) => event.key === "Enter" && flush()}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
