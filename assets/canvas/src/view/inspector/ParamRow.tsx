// One parameter of a node.

import type { Param } from "../../core/catalogue.ts";
import type { GraphNode, ParamValue } from "../../core/document.ts";
import { useApp, useInferred, useProblems } from "../context.ts";
import { ParamField } from "./ParamField.tsx";

export function ParamRow({ node, param }: { node: GraphNode; param: Param }) {
  const app = useApp();
  const inferred = useInferred(node.id)?.[param.name];
  const problem = useProblems(node.id)?.find((one) => one.param === param.name && one.severity === "error");
  const set = (value: ParamValue | undefined) => {
    const change = value === undefined ? {} : { value };
    app.editor.run({ kind: "set-param", node: node.id, name: param.name, ...change });
  };
  return (
    <ParamField
      param={param}
      id={`ng-${node.id}-${param.name}`}
      own={node.params[param.name]}
      inferred={inferred}
      problem={problem?.title ?? null}
      set={set}
    />
  );
}
