// Beside the canvas: what changed since an earlier state or against another document, line by line.

import { useEffect, useState } from "react";
import { compareAction } from "../../actions/compare.ts";
import { type Change, type ChangeKind, nodeOfChange } from "../../core/comparing.ts";
import { readDocument } from "../../core/documentText.ts";
import { long } from "../../core/numbers.ts";
import { selectNodes } from "../../core/selection.ts";
import { pickDocument } from "../../state/documents.ts";
import type { ExampleEntry } from "../../state/server.ts";
import { strings } from "../../strings.ts";
import { useApp, useComparing, useWatched } from "../context.ts";
import { ActionButton } from "../shell/ActionButton.tsx";

const SIGNS: Readonly<Record<ChangeKind, string>> = { added: "+", gone: "−", changed: "±" };
const EXAMPLE = "example ";

function useExamples(): readonly ExampleEntry[] {
  const app = useApp();
  const [found, put] = useState<readonly ExampleEntry[]>([]);
  useEffect(() => {
    let gone = false;
    void app.server.examples().then((answer) => {
      if (!gone && answer !== "offline" && answer.ok) put(answer.result);
    });
    return () => {
      gone = true;
    };
  }, [app]);
  return found;
}

function Against() {
  const app = useApp();
  const against = useComparing((state) => state.against);
  const saved = useComparing((state) => state.saved !== null);
  const steps = useWatched(app.editor.store, (state) => state.history.past.length);
  const examples = useExamples();
  const text = strings.comparing;
  const choose = async (value: string) => {
    if (value === "opened" || value === "saved") app.comparing.choose({ what: value });
    else if (value === "steps") app.comparing.choose({ what: "steps", back: 1 });
    else if (value === "file") pickDocument(app, (document, title) => app.comparing.choose({ what: "other", title, document }));
    else if (value.startsWith(EXAMPLE)) {
      const id = value.slice(EXAMPLE.length);
      const answer = await app.server.example({ id });
      const document = answer !== "offline" && answer.ok ? readDocument(answer.result.document) : null;
      if (document) app.comparing.choose({ what: "other", title: document.title, document });
    }
  };
  return (
    <div className="ng-against">
      <label htmlFor="ng-against">{text.with}</label>
      <select id="ng-against" value={against.what} onChange={(event) => void choose(event.target.value)} data-testid="compare-with">
        <option value="opened">{text.opened}</option>
        <option value="saved" disabled={!saved}>{text.saved}</option>
        <option value="steps" disabled={!steps}>{text.steps}</option>
        {against.what === "other" && <option value="other">{against.title || strings.untitled}</option>}
        <option value="file">{text.file}</option>
        <optgroup label={strings.examples.title}>
          {examples.map(({ id, title }) => (
            <option key={id} value={EXAMPLE + id}>
              {title}
            </option>
          ))}
        </optgroup>
      </select>
      {against.what === "steps" && (
        <label className="ng-steps">
          <span>{text.back(against.back)}</span>
          <input type="range" min={1} max={Math.max(steps, 1)} value={against.back} onChange={(event) => app.comparing.choose({ what: "steps", back: Number(event.target.value) })} data-testid="compare-steps" />
        </label>
      )}
    </div>
  );
}

function Row({ change }: { change: Change }) {
  const app = useApp();
  const node = nodeOfChange(change);
  const there = node !== null && app.editor.document().nodes.some(({ id }) => id === node);
  const show = () => {
    if (!node || !there) return;
    app.editor.select(selectNodes([node]));
    app.stage?.show(node);
  };
  const text = strings.comparing;
  return (
    <li className={`is-${change.kind}`} data-testid="change">
      <button type="button" onClick={show} disabled={!there} title={there ? strings.problems.jump : undefined}>
        <span aria-label={text.kinds[change.kind]}>{SIGNS[change.kind]}</span>
        <strong>{change.place.replace(" -> ", " → ")}</strong>
        <small>{change.about}</small>
        {(change.before || change.after) && (
          <p>
            {change.before && <s>{change.before}</s>}
            {change.before && change.after && " → "}
            {change.after && <em>{change.after}</em>}
          </p>
        )}
      </button>
    </li>
  );
}

function Total({ name, pair }: { name: string; pair: readonly [number, number] }) {
  const [before, after] = pair;
  const difference = after - before;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {long(after)}
        {difference !== 0 && <small>{`${difference > 0 ? "+" : "−"}${long(Math.abs(difference))}`}</small>}
      </dd>
    </div>
  );
}

export function ComparePanel() {
  const result = useComparing((state) => state.result);
  const problems = useComparing((state) => state.problems);
  const text = strings.comparing;
  return (
    <aside className="ng-inspector ng-compare" aria-label={text.title} data-testid="compare">
      <div className="ng-panel-head">
        <h2>{text.title}</h2>
        <ActionButton action={compareAction} icon="close" />
      </div>
      <div className="ng-scroll">
        <section className="ng-section">
          <Against />
        </section>
        {problems.length > 0 && <p className="ng-section ng-quiet">{problems.map(({ said }) => said).join(" ")}</p>}
        {result && (
          <>
            <section className="ng-section">
              {result.same ? (
                <p className="ng-quiet" data-testid="compare-same">{text.same}</p>
              ) : (
                <ul className="ng-changes">{result.changes.map((change, place) => <Row key={place} change={change} />)}</ul>
              )}
            </section>
            <section className="ng-section">
              <dl className="ng-compare-totals">
                <Total name={strings.totals.parameters} pair={result.parameters} />
                <Total name={strings.totals.trainable} pair={result.trainable} />
                <Total name={strings.totals.frozen} pair={result.frozen} />
              </dl>
            </section>
          </>
        )}
      </div>
    </aside>
  );
}
