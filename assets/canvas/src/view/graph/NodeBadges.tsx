// What Python says about a node: its size, whether it is frozen, whether it fits.

import type { NodeReport, NodeState } from "../../core/analysis.ts";
import { long, short } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { useReport } from "../context.ts";
import { Icon, type IconName } from "../icons.tsx";

const STATE_ICONS: Readonly<Record<NodeState, IconName>> = {
  ok: "check",
  error: "error",
  waiting: "wait",
  warning: "warning",
};

function FrozenBadge({ report }: { report: NodeReport }) {
  const { frozen_tensors: frozen, tensors } = report;
  if (!frozen || !tensors) return null;
  const all = frozen >= tensors;
  const title = all ? strings.canvas.frozen : strings.canvas.partly(frozen, tensors);
  return (
    <span className={`ng-badge ng-badge-ice${all ? "" : " is-partly"}`} title={title} aria-label={title}>
      <Icon name="snowflake" size={12} />
      {!all && strings.canvas.partlyShort}
    </span>
  );
}

export function NodeBadges({ node }: { node: string }) {
  const report = useReport(node);
  if (!report) return null;
  const state = strings.canvas.state[report.state];
  return (
    <div className="ng-badges" data-testid={`badges-${node}`}>
      <FrozenBadge report={report} />
      {report.parameters > 0 && (
        <span className="ng-badge" title={strings.canvas.parameters(long(report.parameters))}>
          {short(report.parameters)}
        </span>
      )}
      <span className={`ng-state ng-state-${report.state}`} title={state} aria-label={state} role="img">
        <Icon name={STATE_ICONS[report.state]} size={12} />
      </span>
    </div>
  );
}
