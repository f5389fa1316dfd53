// One parameter of whatever has parameters: its name, its field, what is wrong with it, and the way back.

import { useState } from "react";
import type { Param } from "../../core/catalogue.ts";
import type { ParamValue } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { FIELDS } from "../fields/index.ts";
import { Icon } from "../icons.tsx";

interface Props {
  readonly param: Param;
  readonly id: string;
  readonly own: ParamValue | undefined;
  readonly inferred: unknown;
  /** What Python says is wrong with it. */
  readonly problem: string | null;
  set(value: ParamValue | undefined): void;
}

export function ParamField({ param, id, own, inferred, problem, set: put }: Props) {
  const [fault, setFault] = useState<string | null>(null);
  const Field = FIELDS[param.type] ?? FIELDS.text;
  const set = (value: ParamValue | undefined) => {
    if (JSON.stringify(value) !== JSON.stringify(own)) put(value);
  };
  const reset = () => {
    setFault(null);
    set(undefined);
  };
  const message = fault ?? problem;
  return (
    <div className={`ng-field${message ? " is-bad" : ""}`} data-testid={`param-${param.name}`}>
      <label htmlFor={id} title={param.sentence}>
        {param.title}
      </label>
      <div className="ng-field-input">
        <Field param={param} id={id} own={own} inferred={inferred} set={set} fault={setFault} />
        {own !== undefined && (
          <button
            type="button"
            className="ng-button is-icon"
            onClick={reset}
            aria-label={strings.inspector.reset(param.title)}
            title={param.inferred ? strings.inspector.resetAuto : strings.inspector.reset(param.title)}
          >
            <Icon name="reset" size={14} />
          </button>
        )}
      </div>
      {message && <p role="alert">{message}</p>}
    </div>
  );
}
