// The list of problems under the canvas: a row for each, which jumps to its place; the chosen one in full beside it.

import { problemsAction } from "../../actions/panels.ts";
import { type Problem, problemKey, ranked } from "../../core/analysis.ts";
import { titleOf } from "../../core/catalogue.ts";
import { nodeOf } from "../../core/document.ts";
import { selectNodes } from "../../core/selection.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useLook, useOverview } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ActionButton } from "../shell/ActionButton.tsx";
import { ProblemCard } from "./ProblemCard.tsx";

function usePlace(problem: Problem): string {
  const { catalogue } = useApp();
  const document = useDocument();
  const node = problem.node ? nodeOf(document, problem.node) : undefined;
  if (!node) return "";
  return [titleOf(catalogue, node), problem.port ?? problem.param].filter(Boolean).join(" › ");
}

function Row({ problem, open, choose }: { problem: Problem; open: boolean; choose: () => void }) {
  const app = useApp();
  const place = usePlace(problem);
  const jump = () => {
    choose();
    if (!problem.node) return;
    app.editor.select(selectNodes([problem.node]));
    app.stage?.show(problem.node);
  };
  return (
    <button type="button" className={`ng-problem-row is-${problem.severity}`} aria-current={open} onClick={jump} title={strings.problems.jump} data-testid={`problem-row-${problem.code}`}>
      <Icon name={problem.severity} size={14} />
      <strong>{problem.title}</strong>
      <small>{place}</small>
      <span>{problem.said}</span>
    </button>
  );
}

export function Drawer() {
  const { problems } = useOverview();
  const app = useApp();
  const chosen = useLook().problem;
  const empty = useDocument().nodes.length === 0;
  const all = empty ? [] : ranked(problems);
  const problem = all.find((one) => problemKey(one) === chosen) ?? all[0];
  return (
    <section className="ng-drawer" aria-label={strings.problems.title} data-testid="problems">
      <div className="ng-panel-head">
        <h2>{strings.problems.title}</h2>
        <ActionButton action={problemsAction} icon="close" />
      </div>
      {problem ? (
        <div className="ng-drawer-body">
          <div className="ng-scroll">
            {all.map((one, index) => (
              <Row
                key={`${problemKey(one)} ${index}`}
                problem={one}
                open={one === problem}
                choose={() => app.look.change({ problem: problemKey(one) })}
              />
            ))}
          </div>
          <div className="ng-scroll">
            <ProblemCard problem={problem} />
          </div>
        </div>
      ) : (
        <p className="ng-quiet">{empty ? strings.problems.empty : strings.problems.allFit}</p>
      )}
    </section>
  );
}
