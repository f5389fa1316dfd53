// What of a node is frozen, and how much that is.

import type { Freeze, GraphNode } from "../../core/document.ts";
import { long } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { useApp, useReport } from "../context.ts";
import { useDraft } from "../fields/useDraft.ts";
import { Section } from "./Section.tsx";

type What = Freeze["what"] | "none";

const CHOICES: readonly (readonly [What, string])[] = [
  ["none", strings.inspector.freezeNone],
  ["all", strings.inspector.freezeAll],
  ["up_to", strings.inspector.freezeUpTo],
  ["matching", strings.inspector.freezeMatching],
  ["normalisation", strings.inspector.freezeNormalisation],
];

/** Choices that need stages are offered only where the node has some. */
function offered(stages: number, current: What): readonly (readonly [What, string])[] {
  return CHOICES.filter(([what]) => what !== "up_to" || stages > 0 || current === what);
}

function Patterns({ freeze, set }: { freeze: Extract<Freeze, { what: "matching" }>; set: (freeze: Freeze) => void }) {
  const split = (text: string) => text.split(/\n/).map((line) => line.trim()).filter(Boolean);
  const { draft, type, flush } = useDraft(freeze.patterns.join("\n"), (text) =>
    set({ what: "matching", patterns: split(text) }),
  );
  const { patterns, patternsHint } = strings.inspector;
  return (
    <textarea rows={2} value={draft} aria-label={patterns} placeholder={patternsHint} onChange={(event) => type(event.target.value)} onBlur={flush} spellCheck={false} />
  );
}

export function Freezing({ node }: { node: GraphNode }) {
  const app = useApp();
  const report = useReport(node.id);
  const stages = report?.stages ?? [];
  const what: What = node.freeze?.what ?? "none";
  const set = (freeze: Freeze | null) => app.editor.run({ kind: "set-freeze", nodes: [node.id], freeze });
  const choose = (next: What) => {
    if (next === "none") set(null);
    else if (next === "up_to") set({ what: "up_to", path: stages[0]?.path ?? "" });
    else if (next === "matching") set({ what: "matching", patterns: stages[0] ? [`${stages[0].path}.*`] : ["*"] });
    else set({ what: next });
  };
  const text = strings.inspector;
  const count = report && report.tensors > 0 ? text.frozenCount(long(report.frozen_tensors), long(report.tensors)) : null;
  return (
    <Section title={text.freezing} aside={count}>
      <select aria-label={text.freezeWhat} value={what} onChange={(event) => choose(event.target.value as What)} data-testid="freeze-what">
        {offered(stages.length, what).map(([value, title]) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
      {node.freeze?.what === "up_to" && (
        <select aria-label={text.freezeStage} value={node.freeze.path} onChange={(event) => set({ what: "up_to", path: event.target.value })} data-testid="freeze-stage">
          {!stages.some((stage) => stage.path === (node.freeze as { path: string }).path) && <option>{node.freeze.path}</option>}
          {stages.map(({ path }) => (
            <option key={path}>{path}</option>
          ))}
        </select>
      )}
      {node.freeze?.what === "matching" && <Patterns freeze={node.freeze} set={set} />}
      {node.freeze && node.freeze.what !== "all" && report?.caught && report.caught.count > 0 && (
        <p className="ng-caught" data-testid="freeze-caught">
          {report.caught.paths.map((path) => <code key={path}>{path}</code>)}
          {report.caught.count > report.caught.paths.length && <small>{text.caughtMore(long(report.caught.count - report.caught.paths.length))}</small>}
        </p>
      )}
      {report && report.parameters > 0 && <p className="ng-quiet">{text.trainable(long(report.trainable), long(report.parameters))}</p>}
    </Section>
  );
}
