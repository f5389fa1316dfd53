import { showValue } from "../../core/params.ts";
import { strings } from "../../strings.ts";
import { Combobox } from "./Combobox.tsx";
import type { FieldProps } from "./field.ts";

const FEW = 10;

export function ChoiceField({ param, id, own, inferred, set, fault }: FieldProps) {
  const choices = param.choices ?? [];
  const value = showValue(own === undefined ? param.default : own);
  const { auto, autoUnknown, none_value, choose, notListed } = strings.inspector;
  const empty = param.inferred ? (inferred ? auto(showValue(inferred)) : autoUnknown) : param.optional ? none_value : choose;
  const pick = (text: string) => {
    fault(null);
    set(text || (param.optional && param.default !== null ? null : undefined));
  };
  if (choices.length > FEW)
    return (
      <Combobox
        id={id}
        value={value}
        choices={choices}
        absent={param.absent ?? []}
        placeholder={empty}
        pick={pick}
        refuse={() => fault(notListed)}
      />
    );
  return (
    <select id={id} value={value} onChange={(event) => pick(event.target.value)}>
      {(param.optional || param.inferred || !value) && <option value="">{empty}</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
