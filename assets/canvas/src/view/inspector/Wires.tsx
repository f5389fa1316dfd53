// The node's ports: for each input the output it comes from (a way to connect by keyboard), for each output its shape.

import { portKey } from "../../core/analysis.ts";
import { type Catalogue, inputsOf, kindColor, kindTitle, outputsOf, type Port } from "../../core/catalogue.ts";
import { fitOfOutput } from "../../core/compatible.ts";
import type { Edge, GraphDocument, GraphNode } from "../../core/document.ts";
import { namesOf } from "../../core/naming.ts";
import { wire } from "../../state/gestures.ts";
import { strings } from "../../strings.ts";
import { useApp, useDocument, useHidden, useProblems, useShape } from "../context.ts";
import { Icon } from "../icons.tsx";
import { Section } from "./Section.tsx";

const BETWEEN = "\t";

interface Source {
  readonly value: string;
  readonly text: string;
  readonly fit: number;
}

/** Every output port of the other nodes, the ones that suit first. */
function sourcesFor(catalogue: Catalogue, document: GraphDocument, node: GraphNode, port: Port): Source[] {
  const names = namesOf(catalogue, document);
  const all = document.nodes
    .filter((other) => other.id !== node.id)
    .flatMap((other) =>
      outputsOf(catalogue, other).map((output) => ({
        value: other.id + BETWEEN + output.name,
        text: `${names.get(other.id)} › ${output.name}`,
        fit: fitOfOutput(catalogue, document, other, output, { node: node.id, port }),
      })),
    );
  return all.sort((one, other) => other.fit - one.fit);
}

interface SelectProps {
  readonly node: GraphNode;
  readonly port: Port;
  readonly edge?: Edge;
}

function SourceSelect({ node, port, edge }: SelectProps) {
  const app = useApp();
  const document = useDocument();
  const { from, notConnected, addWire } = strings.inspector;
  const change = (value: string) => {
    const [source, output] = value.split(BETWEEN);
    const next = source && output ? { source, output, target: node.id, input: port.name } : null;
    if (edge && (!next || port.many)) app.editor.run({ kind: "disconnect", edges: [edge] });
    if (next) wire(app, next);
  };
  return (
    <select
      value={edge ? edge.source + BETWEEN + edge.output : ""}
      aria-label={`${port.name} ${from}`}
      data-testid={`from-${node.id}-${port.name}`}
      onChange={(event) => change(event.target.value)}
    >
      <option value="">{port.many && !edge ? addWire : notConnected}</option>
      {sourcesFor(app.catalogue, document, node, port).map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

function Incoming({ edge }: { edge: Edge }) {
  const shape = useShape(portKey(edge.source, edge.output));
  const hidden = useHidden(edge.source, edge.output);
  if (shape && hidden) return <code className="ng-shape-line">{strings.predicting.hidden}</code>;
  return <code className="ng-shape-line">{shape ? `${shape.text}  ${shape.dtype}` : strings.inspector.waiting}</code>;
}

function InputRow({ node, port }: { node: GraphNode; port: Port }) {
  const app = useApp();
  const { edges } = useDocument();
  const own = edges.filter((edge) => edge.target === node.id && edge.input === port.name);
  const error = useProblems(portKey(node.id, port.name))?.some((problem) => problem.severity === "error");
  const earlier = (from: number) =>
    app.editor.run({ kind: "reorder-input", target: node.id, input: port.name, from, to: from - 1 });
  return (
    <div className={`ng-wire-row${error ? " is-bad" : ""}`} title={port.sentence}>
      <PortName port={port} />
      {own.map((edge, index) => (
        <div key={`${edge.source}.${edge.output}`}>
          <div className="ng-field-input">
            <SourceSelect node={node} port={port} edge={edge} />
            {port.many && index > 0 && (
              <button type="button" className="ng-button is-icon" title={strings.inspector.earlier} aria-label={strings.inspector.earlier} onClick={() => earlier(index)}>
                <Icon name="up" size={14} />
              </button>
            )}
            <button type="button" className="ng-button is-icon" title={strings.inspector.disconnect} aria-label={`${strings.inspector.disconnect} ${port.name}`} onClick={() => app.editor.run({ kind: "disconnect", edges: [edge] })}>
              <Icon name="close" size={14} />
            </button>
          </div>
          <Incoming edge={edge} />
        </div>
      ))}
      {(own.length === 0 || port.many) && <SourceSelect node={node} port={port} />}
    </div>
  );
}

function PortName({ port }: { port: Port }) {
  const { catalogue } = useApp();
  return (
    <span className="ng-port-label" style={{ "--kind": kindColor(catalogue, port.kind) } as object}>
      <i /> {port.name} <small>{kindTitle(catalogue, port.kind)}</small>
    </span>
  );
}

function OutputRow({ node, port }: { node: GraphNode; port: Port }) {
  const shape = useShape(portKey(node.id, port.name));
  const hidden = useHidden(node.id, port.name);
  return (
    <div className="ng-wire-row" title={port.sentence}>
      <PortName port={shape ? { ...port, kind: shape.kind } : port} />
      <code className="ng-shape-line">{shape && hidden ? strings.predicting.hidden : shape ? `${shape.text}  ${shape.dtype}` : strings.inspector.waiting}</code>
    </div>
  );
}

export function Wires({ node }: { node: GraphNode }) {
  const { catalogue } = useApp();
  const [inputs, outputs] = [inputsOf(catalogue, node), outputsOf(catalogue, node)];
  return (
    <>
      {inputs.length > 0 && (
        <Section title={strings.inspector.wires}>
          {inputs.map((port) => <InputRow key={port.name} node={node} port={port} />)}
        </Section>
      )}
      {outputs.length > 0 && (
        <Section title={strings.inspector.gives}>
          {outputs.map((port) => <OutputRow key={port.name} node={node} port={port} />)}
        </Section>
      )}
    </>
  );
}
