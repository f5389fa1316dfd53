// One wire: what flows on it, what its positions see, its values for a sample, and what can be done with it.

import { type MouseEvent, useEffect, useState } from "react";
import { portKey } from "../../core/analysis.ts";
import { type Edge, edgeId } from "../../core/document.ts";
import { isFed } from "../../core/groups.ts";
import { namesOf } from "../../core/naming.ts";
import type { Prediction } from "../../core/predicting.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useHidden, useProblems, useShape, useWhere } from "../context.ts";
import { Icon } from "../icons.tsx";
import { RunUpTo } from "../looking/RunUpTo.tsx";
import { useAnswer } from "../looking/useAnswer.ts";
import { WireFacts } from "../looking/WireFacts.tsx";
import { GuessForm, Scored } from "../predicting/GuessForm.tsx";
import { ProblemCard } from "../problems/ProblemCard.tsx";
import { Section } from "./Section.tsx";

function Known({ place }: { place: string }) {
  const app = useApp();
  const { result } = useAnswer(place, (asked) => app.server.wire({ ...asked, place }));
  return result && <WireFacts facts={result} />;
}

function Shape({ edge }: { edge: Edge }) {
  const place = portKey(edge.source, edge.output);
  const shape = useShape(place);
  const hidden = useHidden(edge.source, edge.output);
  const [prediction, show] = useState<Prediction | null>(null);
  useEffect(() => show(null), [place]);
  if (!shape) return <p className="ng-quiet">{strings.inspector.waiting}</p>;
  if (hidden) return <GuessForm key={place} place={place} done={show} />;
  return (
    <>
      {prediction && prediction.answer === shape.text && <Scored prediction={prediction} />}
      <p className="ng-wire-shape" data-testid="wire-shape">
        <strong>{shape.text}</strong> <small>{shape.dtype}</small>
      </p>
      <Known place={place} />
    </>
  );
}

export function WireInspector({ edge }: { edge: Edge }) {
  const app = useApp();
  const place = portKey(edge.source, edge.output);
  const known = useShape(place) !== undefined;
  const hidden = useHidden(edge.source, edge.output);
  const runs = isFed(useWhere());
  const problems = useProblems(portKey(edge.target, edge.input)) ?? [];
  const names = namesOf(app.catalogue, useDocument());
  const text = strings.inspector;
  const insert = ({ currentTarget }: MouseEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    app.look.change({ chooser: { why: "insert", edge, at: { x: left, y: top } } });
  };
  return (
    <>
      <Section title={text.wireTitle}>
        <p className="ng-wire-ends" title={edgeId(edge)}>
          {`${names.get(edge.source)} › ${edge.output} → ${names.get(edge.target)} › ${edge.input}`}
        </p>
        <Shape edge={edge} />
        {problems.map((problem, index) => <ProblemCard key={`${problem.code}${index}`} problem={problem} />)}
      </Section>
      {known && !hidden && runs && (
        <Section title={strings.looking.title}>
          <RunUpTo place={place} />
        </Section>
      )}
      <section className="ng-section">
        <div className="ng-stack">
          <button type="button" className="ng-button" onClick={insert} data-testid="wire-insert">
            <Icon name="plus" />
            <span>{text.insertHere}</span>
          </button>
          <button type="button" className="ng-button" onClick={() => app.editor.run({ kind: "disconnect", edges: [edge] })}>
            <Icon name="trash" />
            <span>{text.removeWire}</span>
          </button>
        </div>
      </section>
    </>
  );
}
