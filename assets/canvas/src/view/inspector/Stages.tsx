// The stages inside a backbone: size, frozen or not, tapped or not.

import { useState } from "react";
import type { Stage } from "../../core/analysis.ts";
import type { GraphNode } from "../../core/document.ts";
import { short } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { useApp, useReport } from "../context.ts";
import { Icon } from "../icons.tsx";
import { Section } from "./Section.tsx";

const MANY = 12;

interface RowProps {
  readonly node: GraphNode;
  readonly path: string;
  readonly stage?: Stage;
  readonly freezable: boolean;
  toggle(path: string): void;
}

function StageRow({ node, path, stage, freezable, toggle }: RowProps) {
  const app = useApp();
  const tapped = node.taps.includes(path);
  const text = strings.inspector;
  const freezeTo = () => app.editor.run({ kind: "set-freeze", nodes: [node.id], freeze: { what: "up_to", path } });
  return (
    <li className={stage?.frozen ? "is-frozen" : ""}>
      <code title={path}>{path}</code>
      <small>{stage ? short(stage.parameters) : ""}</small>
      {freezable && (
        <button type="button" className={`ng-button is-icon${stage?.frozen ? " is-on-ice" : ""}`} title={text.freezeTo(path)} aria-label={text.freezeTo(path)} onClick={freezeTo}>
          <Icon name="snowflake" size={14} />
        </button>
      )}
      <button type="button" className={`ng-button is-icon${tapped ? " is-on" : ""}`} aria-pressed={tapped} title={tapped ? text.untap(path) : text.tap(path)} aria-label={tapped ? text.untap(path) : text.tap(path)} onClick={() => toggle(path)} data-testid={`tap-${path}`}>
        <Icon name="tap" size={14} />
      </button>
    </li>
  );
}

function AddTap({ add, known }: { add: (path: string) => void; known: readonly string[] }) {
  const [path, setPath] = useState("");
  const submit = () => {
    if (path.trim()) add(path.trim());
    setPath("");
  };
  const text = strings.inspector;
  return (
    <form className="ng-field-input" onSubmit={(event) => (event.preventDefault(), submit())}>
      <input value={path} list="ng-stages" placeholder={text.tapPath} aria-label={text.tapPath} onChange={(event) => setPath(event.target.value)} spellCheck={false} />
      <datalist id="ng-stages">{known.map((stage) => <option key={stage} value={stage} />)}</datalist>
      <button type="submit" className="ng-button">
        {text.addTap}
      </button>
    </form>
  );
}

export function Stages({ node, freezable }: { node: GraphNode; freezable: boolean }) {
  const app = useApp();
  const [query, setQuery] = useState("");
  const stages = useReport(node.id)?.stages ?? [];
  const text = strings.inspector;
  const byHand = node.taps.filter((path) => !stages.some((stage) => stage.path === path));
  const shown = stages.filter((stage) => stage.path.includes(query.trim()));
  const setTaps = (taps: readonly string[]) => app.editor.run({ kind: "set-taps", node: node.id, taps });
  const toggle = (path: string) =>
    setTaps(node.taps.includes(path) ? node.taps.filter((tap) => tap !== path) : [...node.taps, path]);
  return (
    <Section title={text.stages}>
      <p className="ng-quiet">{text.stagesText}</p>
      {stages.length > MANY && <input value={query} placeholder={text.filterStages} aria-label={text.filterStages} onChange={(event) => setQuery(event.target.value)} />}
      <ul className="ng-stages">
        {byHand.map((path) => <StageRow key={path} node={node} path={path} freezable={freezable} toggle={toggle} />)}
        {shown.map((stage) => <StageRow key={stage.path} node={node} path={stage.path} stage={stage} freezable={freezable} toggle={toggle} />)}
      </ul>
      <AddTap known={stages.map((stage) => stage.path)} add={(path) => node.taps.includes(path) || setTaps([...node.taps, path])} />
    </Section>
  );
}
