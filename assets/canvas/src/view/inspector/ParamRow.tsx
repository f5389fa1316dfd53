// One parameter: its name, its field, what is wrong with it, and the way back to the default.

import { useState } from "react";
import type { Param } from "../../core/catalogue.ts";
import type { GraphNode, ParamValue } from "../../core/document.ts";
import { isSet } from "../../core/params.ts";
import { strings } from "../../strings.ts";
import { useApp, useProblems, useReport } from "../context.ts";
import { FIELDS } from "../fields/index.ts";
import { Icon } from "../icons.tsx";

export function ParamRow({ node, param }: { node: GraphNode; param: Param }) {
  const app = useApp();
  const [fault, setFault] = useState<string | null>(null);
  const inferred = useReport(node.id)?.inferred?.[param.name];
  const problem = useProblems(node.id)?.find((one) => one.param === param.name);
  const id = `ng-${node.id}-${param.name}`;
  const Field = FIELDS[param.type] ?? FIELDS.text;
  const own = node.params[param.name];
  const set = (value: ParamValue | undefined) => {
    if (JSON.stringify(value) === JSON.stringify(own)) return;
    const change = value === undefined ? {} : { value };
    app.editor.run({ kind: "set-param", node: node.id, name: param.name, ...change });
  };
  const reset = () => {
    setFault(null);
    set(undefined);
  };
  const message = fault ?? (problem?.severity === "error" ? problem.title : null);
  return (
    <div className={`ng-field${message ? " is-bad" : ""}`} data-testid={`param-${param.name}`}>
      <label htmlFor={id} title={param.sentence}>
        {param.title}
      </label>
      <div className="ng-field-input">
        <Field param={param} id={id} own={own} inferred={inferred} set={set} fault={setFault} />
        {isSet(node, param) && (
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
