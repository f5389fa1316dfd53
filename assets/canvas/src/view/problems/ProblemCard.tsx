// One problem: what, expected against got, what to do, why, the raw words one click away, and fixes to apply.

import { useState } from "react";
import type { Fix, Problem } from "../../core/analysis.ts";
import { short, signed } from "../../core/numbers.ts";
import { repair } from "../../state/documents.ts";
import { showInside } from "../../state/grouping.ts";
import { strings } from "../../strings.ts";
import { useApp } from "../context.ts";
import { Icon } from "../icons.tsx";
import { Shapes } from "./Shapes.tsx";

function FixButton({ fix }: { fix: Fix }) {
  const app = useApp();
  const [busy, setBusy] = useState(false);
  const apply = async () => {
    setBusy(true);
    await repair(app, fix.changes, fix.title);
    setBusy(false);
  };
  const parts = [
    fix.leads_to ? strings.problems.leadsTo(fix.leads_to) : "",
    fix.parameters ? strings.canvas.parameters(signed(fix.parameters)) : "",
    fix.in_all ? strings.problems.inAll(short(fix.in_all)) : "",
  ];
  return (
    <button type="button" className="ng-fix" onClick={() => void apply()} disabled={busy} data-testid="fix">
      <Icon name="wand" size={14} />
      <span>{fix.title}</span>
      <small>{parts.filter(Boolean).join(" · ")}</small>
    </button>
  );
}

function Compared({ problem }: { problem: Problem }) {
  if (!problem.expected && !problem.got) return null;
  return (
    <dl className="ng-compared">
      {problem.expected && (
        <div>
          <dt>{strings.problems.expected}</dt>
          <dd>
            <Shapes text={problem.expected} />
          </dd>
        </div>
      )}
      {problem.got && (
        <div className="is-got">
          <dt>{strings.problems.got}</dt>
          <dd>
            <Shapes text={problem.got} expected={problem.expected ?? ""} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function More({ title, text, raw }: { title: string; text: string | null | undefined; raw?: boolean }) {
  if (!text) return null;
  return (
    <details>
      <summary>{title}</summary>
      {raw ? <pre>{text}</pre> : <p>{text}</p>}
    </details>
  );
}

/** The way to the node in a group that a problem speaks of. */
function ShowInside({ problem }: { problem: Problem }) {
  const app = useApp();
  const last = problem.inside?.at(-1);
  if (last === undefined) return null;
  return (
    <button type="button" className="ng-button" onClick={() => showInside(app, problem)} data-testid="problem-inside">
      <Icon name="inside" size={14} />
      <span>{strings.group.show(last)}</span>
    </button>
  );
}

export function ProblemCard({ problem }: { problem: Problem }) {
  return (
    <article className={`ng-problem is-${problem.severity}`} data-testid={`problem-${problem.code}`}>
      <h4>
        <Icon name={problem.severity} size={14} />
        {problem.title}
      </h4>
      <p>{problem.said}</p>
      <ShowInside problem={problem} />
      <Compared problem={problem} />
      {problem.next && (
        <p className="ng-next">
          <strong>{strings.problems.next}</strong> {problem.next}
        </p>
      )}
      {problem.fixes && problem.fixes.length > 0 && (
        <div className="ng-fixes">
          {problem.fixes.map((fix, index) => <FixButton key={`${fix.title}${index}`} fix={fix} />)}
        </div>
      )}
      <More title={strings.problems.help} text={problem.help} />
      <More title={strings.problems.raw} text={problem.details} raw />
    </article>
  );
}
