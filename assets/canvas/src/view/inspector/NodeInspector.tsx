// Everything about one node.

import type { Param } from "../../core/catalogue.ts";
import { kindColor } from "../../core/catalogue.ts";
import type { GraphNode } from "../../core/document.ts";
import { groupOf } from "../../core/groups.ts";
import { strings } from "../../strings.ts";
import { useApp, useCatalogue, useInsides, useProblems, useReport, useWhole } from "../context.ts";
import { useDraft } from "../fields/useDraft.ts";
import { leadingKind } from "../graph/NodeCard.tsx";
import { ProblemCard } from "../problems/ProblemCard.tsx";
import { Costs } from "./Costs.tsx";
import { Edits } from "./Edits.tsx";
import { Freezing } from "./Freezing.tsx";
import { GroupSection } from "./GroupSection.tsx";
import { ParamRow } from "./ParamRow.tsx";
import { Section } from "./Section.tsx";
import { Sharing } from "./Sharing.tsx";
import { Stages } from "./Stages.tsx";
import { Wires } from "./Wires.tsx";

function Label({ node, title }: { node: GraphNode; title: string }) {
  const app = useApp();
  const { draft, type, flush } = useDraft(node.label, (label) =>
    app.editor.run({ kind: "set-label", node: node.id, label: label.trim().slice(0, 80) }),
  );
  return (
    <input
      className="ng-label-input"
      value={draft}
      placeholder={title}
      aria-label={strings.inspector.label}
      title={strings.inspector.label}
      maxLength={80}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
      onKeyDown={(event) => event.key === "Enter" && flush()}
    />
  );
}

function Params({ node, params }: { node: GraphNode; params: readonly Param[] }) {
  const rows = params.map((param) => <ParamRow key={param.name} node={node} param={param} />);
  return (
    <Section title={strings.inspector.parameters}>
      {rows.length ? rows : <p className="ng-quiet">{strings.inspector.noParameters}</p>}
    </Section>
  );
}

export function NodeInspector({ node }: { node: GraphNode }) {
  const catalogue = useCatalogue();
  const group = groupOf(useWhole(), node.block);
  const block = catalogue.byId.get(node.block);
  const report = useReport(node.id);
  const note = report?.note;
  const hasTensors = !report || report.tensors > 0 || node.freeze !== null;
  const problems = useProblems(node.id) ?? [];
  const weights = block?.params.find((param) => param.name === block.weights_param);
  const inside = useInsides((state) => state.node === node.id);
  const edits = ((block?.tappable && !group) || node.edits.length > 0) && <Edits node={node} />;
  const params = block?.params.filter((param) => param !== weights) ?? [];
  return (
    <>
      <header className="ng-inspector-head" style={{ "--kind": kindColor(catalogue, leadingKind(block)) } as object}>
        <Label node={node} title={block?.title ?? node.block} />
        <p>
          <span className="ng-glyph" /> {block?.title ?? node.block} <code title={strings.inspector.id}>{node.id}</code>
        </p>
        <p>{block?.sentence ?? strings.canvas.unknownBlock(node.block)}</p>
      </header>
      {problems.length > 0 && (
        <Section title={strings.inspector.problems}>
          {problems.map((problem, index) => <ProblemCard key={`${problem.code}${index}`} problem={problem} />)}
        </Section>
      )}
      {inside && edits}
      {group && <GroupSection node={node} group={group} />}
      {block && !group && <Params node={node} params={params} />}
      {report?.expects && (
        <Section title={strings.inspector.expects}>
          <p className="ng-note">{strings.inspector.expectsText(report.expects)}</p>
        </Section>
      )}
      {(weights || note) && (
        <Section title={strings.inspector.weights}>
          {weights && <ParamRow node={node} param={weights} />}
          {note && <p className="ng-note">{note}</p>}
        </Section>
      )}
      {block?.freezable && <Sharing node={node} />}
      {block?.freezable && hasTensors && node.shares === null && <Freezing node={node} />}
      {!inside && edits}
      {block?.tappable && <Stages node={node} freezable={block.freezable} />}
      {(report?.parameters ?? 0) > 0 && <Costs key={node.id} node={node.id} />}
      <Wires node={node} />
    </>
  );
}
