// One wire: what flows on it, and what can be done with it.

import { portKey } from "../../core/analysis.ts";
import type { Edge } from "../../core/document.ts";
import { strings } from "../../strings.ts";
import { useApp, useProblems, useShape } from "../context.ts";
import { Icon } from "../icons.tsx";
import { ProblemCard } from "../problems/ProblemCard.tsx";

export function WireInspector({ edge }: { edge: Edge }) {
  const app = useApp();
  const shape = useShape(portKey(edge.source, edge.output));
  const problems = useProblems(portKey(edge.target, edge.input)) ?? [];
  const text = strings.inspector;
  return (
    <section className="ng-section">
      <h3>{text.wireTitle}</h3>
      <p>
        <code>{`${edge.source}.${edge.output} → ${edge.target}.${edge.input}`}</code>
      </p>
      <code className="ng-shape-line">{shape ? `${shape.text}  ${shape.dtype}` : text.waiting}</code>
      {problems.map((problem, index) => <ProblemCard key={`${problem.code}${index}`} problem={problem} />)}
      <div className="ng-stack">
        <button type="button" className="ng-button" onClick={(event) => app.look.change({ chooser: { why: "insert", edge, at: { x: event.clientX, y: event.clientY } } })}>
          <Icon name="plus" />
          <span>{text.insertHere}</span>
        </button>
        <button type="button" className="ng-button" onClick={() => app.editor.run({ kind: "disconnect", edges: [edge] })}>
          <Icon name="trash" />
          <span>{text.removeWire}</span>
        </button>
      </div>
    </section>
  );
}
