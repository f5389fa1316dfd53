// Where a node's parameters, multiply-adds and activations go: bars by module, each of which can be opened.

import { useState } from "react";
import { bytes, type Cost, type Costs as Counted, type Measure, ranked } from "../../core/looking.ts";
import { ancestors } from "../../core/inside.ts";
import { long, short } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import { useAnswer } from "../looking/useAnswer.ts";

const MEASURES: readonly Measure[] = ["parameters", "multiply_adds", "activations"];
const SHOWN = 12;

function written(cost: Cost, by: Measure): string {
  return by === "activations" ? bytes(cost.activations) : short(cost[by]);
}

function Bar({ cost, whole, by, open }: { cost: Cost; whole: Cost; by: Measure; open: (path: string) => void }) {
  const text = strings.costs;
  const share = (count: number) => `${(100 * count) / Math.max(whole[by], 1)}%`;
  const title = text.row(cost.path, cost.kind, long(cost.parameters), long(cost.multiply_adds), bytes(cost.activations));
  const inner = (
    <>
      <span>
        {cost.name} <small>{cost.kind}</small>
      </span>
      <code>{written(cost, by)}</code>
      <i>
        <b style={{ width: share(cost[by]) }} />
        {by === "parameters" && <b className="is-trainable" style={{ width: share(cost.trainable) }} />}
      </i>
    </>
  );
  return (
    <li title={title}>
      {cost.children > 0 ? (
        <button type="button" onClick={() => open(cost.path)} data-testid={`cost-${cost.path}`}>
          {inner}
        </button>
      ) : (
        <div>{inner}</div>
      )}
    </li>
  );
}

function Way({ path, open }: { path: string; open: (path: string) => void }) {
  if (!path) return null;
  return (
    <nav className="ng-cost-way" aria-label={strings.costs.way}>
      {ancestors(path).map((one) => (
        <button key={one} type="button" aria-current={one === path ? "location" : undefined} onClick={() => open(one)}>
          {one ? one.slice(one.lastIndexOf(".") + 1) : strings.costs.whole}
          <Icon name="chevron" size={12} />
        </button>
      ))}
    </nav>
  );
}

function Table({ counted, open }: { counted: Counted; open: (path: string) => void }) {
  const [by, choose] = useState<Measure>("parameters");
  const { whole, parts, assumed } = counted;
  const rows = ranked(parts, by);
  const text = strings.costs;
  const sizes = Object.entries(assumed).map(([letter, size]) => `${letter} = ${size}`).join(", ");
  return (
    <>
      <div className="ng-cost-totals" role="group" aria-label={text.title}>
        {MEASURES.map((measure) => (
          <button key={measure} type="button" aria-pressed={by === measure} onClick={() => choose(measure)} data-testid={`cost-by-${measure}`}>
            <strong>{written(whole, measure)}</strong>
            <small>{text.measures[measure]}</small>
          </button>
        ))}
      </div>
      {by === "parameters" && whole.parameters > 0 && <p className="ng-quiet">{text.split(long(whole.trainable), long(whole.parameters - whole.trainable))}</p>}
      <Way path={whole.path} open={open} />
      <ul className="ng-costs">
        {rows.slice(0, SHOWN).map((cost) => <Bar key={cost.path} cost={cost} whole={whole} by={by} open={open} />)}
      </ul>
      {rows.length > SHOWN && <p className="ng-quiet">{text.more(rows.length - SHOWN)}</p>}
      <p className="ng-quiet">
        {text.perSample}
        {sizes && ` ${strings.looking.assumed(sizes)}`}
      </p>
    </>
  );
}

function Asked({ node }: { node: string }) {
  const app = useApp();
  const [path, open] = useState("");
  const { result, problems } = useAnswer(`${node} ${path}`, (asked) => app.server.costs({ ...asked, node, path }));
  if (problems.length) return <p className="ng-quiet">{problems.map((problem) => problem.said).join(" ")}</p>;
  return result ? <Table counted={result} open={open} /> : <p className="ng-quiet">{strings.costs.counting}</p>;
}

/** Counted only once somebody wants to know. */
export function Costs({ node }: { node: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="ng-section ng-cost-section" onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="costs">
      <summary>{strings.costs.title}</summary>
      {open && <Asked node={node} />}
    </details>
  );
}
