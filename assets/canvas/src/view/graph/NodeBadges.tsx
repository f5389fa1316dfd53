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
      {all ? strings.canvas.frozenShort : strings.canvas.partlyShort}
    </span>
  );
}

/** Whether the node fits, as a small sign in the header. */
export function StateBadge({ node }: { node: string }) {
  const report = useReport(node);
  if (!report) return null;
  const state = strings.canvas.state[report.state];
  return (
    <span className={`ng-state ng-state-${report.state}`} title={state} aria-label={state} role="img">
      <Icon name={STATE_ICONS[report.state]} size={14} />
    </span>
  );
}

/** The number of parameters and how many of them are held, for nodes that have any. */
export function NodeFoot({ node }: { node: string }) {
  const report = useReport(node);
  if (!report || report.parameters === 0) return null;
  return (
    <footer className="ng-foot" data-testid={`badges-${node}`}>
      <span title={strings.canvas.parameters(long(report.parameters))}>
        {strings.canvas.parameters(short(report.parameters))}
      </span>
      <FrozenBadge report={report} />
    </footer>
  );
}
