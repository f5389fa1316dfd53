// The few parameters worth a line on the card: the ones set by hand first, then what tells most.

import type { NodeReport } from "../../core/analysis.ts";
import type { Block, Param } from "../../core/catalogue.ts";
import type { GraphNode } from "../../core/document.ts";
import { isSet, showValue, valueOf } from "../../core/params.ts";
import { useInferred } from "../context.ts";

const MOST = 3;

interface Shown {
  readonly param: Param;
  readonly text: string;
  readonly inferred: boolean;
}

function shown(node: GraphNode, param: Param, from: NodeReport["inferred"]): Shown | null {
  const inferred = !isSet(node, param) && param.inferred === true;
  const value = inferred ? from?.[param.name] : valueOf(node, param);
  const text = showValue(value);
  return text && text.length < 40 ? { param, text, inferred } : null;
}

export function keyParams(node: GraphNode, block: Block, from: NodeReport["inferred"]): readonly Shown[] {
  const all = block.params.map((param) => shown(node, param, from)).filter((entry) => entry !== null);
  const weight = ({ param, inferred }: Shown) => {
    if (isSet(node, param)) return 0;
    if (inferred) return 1;
    return param.type === "choice" || param.type === "integer" || param.type === "integers" ? 2 : 3;
  };
  return all
    .map((entry, index) => ({ entry, order: weight(entry) * 100 + index }))
    .sort((one, other) => one.order - other.order)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

export function KeyParams({ node, block }: { node: GraphNode; block: Block }) {
  const entries = keyParams(node, block, useInferred(node.id));
  if (!entries.length) return null;
  return (
    <dl className="ng-keys">
      {entries.map(({ param, text, inferred }) => (
        <div key={param.name} className={inferred ? "is-inferred" : ""} title={param.sentence}>
          <dt>{param.title.toLowerCase()}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
