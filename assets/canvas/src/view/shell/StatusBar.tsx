// The bar at the bottom: problems, whether the check is current, and the totals.

import { problemsAction } from "../../actions/panels.ts";
import type { Severity } from "../../core/analysis.ts";
import { long, short } from "../../core/numbers.ts";
import type { Overview } from "../../state/reports.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useLook, useOverview } from "../context.ts";
import { Icon } from "../icons.tsx";

function ProblemCount() {
  const app = useApp();
  const { problems, phase, milliseconds } = useOverview();
  const { drawer } = useLook();
  const empty = useDocument().nodes.length === 0;
  const count = (severity: Severity) => (empty ? 0 : problems.filter((problem) => problem.severity === severity).length);
  const [errors, warnings, notes] = [count("error"), count("warning"), count("note")];
  const text = strings.problems;
  const parts = [errors && text.errors(errors), warnings && text.warnings(warnings), notes && text.notes(notes)].filter(Boolean);
  const unknown = empty || (phase === "checking" && milliseconds === null);
  const worst = errors ? "error" : warnings ? "warning" : notes || unknown ? "note" : "ok";
  const quiet = empty ? text.empty : unknown ? text.unknown : text.none;
  return (
    <button type="button" className={`ng-count is-${worst}`} aria-expanded={drawer} onClick={() => problemsAction.run(app)} data-testid="problem-count" data-phase={phase}>
      <Icon name={worst === "ok" ? "check" : worst} size={14} />
      <span>{parts.length ? parts.join(" · ") : quiet}</span>
    </button>
  );
}

function phaseText({ phase, milliseconds }: Overview): string {
  if (phase === "offline") return strings.offline;
  if (phase === "refused") return strings.refused;
  if (phase === "current" && milliseconds !== null) return strings.checked(milliseconds);
  return strings.checking;
}

function Total({ title, text, full, id }: { title: string; text: string; full: string; id: string }) {
  return (
    <div title={full} data-testid={`total-${id}`}>
      <dt>{title}</dt>
      <dd>{text}</dd>
    </div>
  );
}

export function StatusBar() {
  const overview = useOverview();
  const { totals, phase, rev } = overview;
  const text = strings.totals;
  return (
    <footer className="ng-status" aria-label={strings.problems.title}>
      <ProblemCount />
      <span className={`ng-phase is-${phase}`} role="status" data-testid="phase" data-rev={rev} title={phase === "offline" ? strings.offlineLong : undefined}>
        {phaseText(overview)}
      </span>
      {totals && (
        <dl className="ng-totals">
          <Total id="parameters" title={text.parameters} text={short(totals.parameters)} full={long(totals.parameters)} />
          <Total id="trainable" title={text.trainable} text={short(totals.trainable)} full={long(totals.trainable)} />
          <Total id="frozen" title={text.frozen} text={text.of(long(totals.frozen_tensors), long(totals.tensors))} full={text.of(long(totals.frozen_tensors), long(totals.tensors))} />
        </dl>
      )}
    </footer>
  );
}
