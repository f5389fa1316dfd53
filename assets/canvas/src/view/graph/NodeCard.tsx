// A block on the canvas: title, badges, key parameters, named ports, and what is wrong with it.

import { type NodeProps, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect } from "react";
import { problemKey, ranked } from "../../core/analysis.ts";
import { type Block, GROUPS, inputsOf, kindColor, outputsOf, type Port, titleOf } from "../../core/catalogue.ts";
import { selectNodes } from "../../core/selection.ts";
import { strings } from "../../strings.ts";
import { useApp, useCatalogue, useComparing, useProblems, useReport } from "../context.ts";
import { type BlockFlowNode, LOST_SEPARATOR } from "./flowNodes.ts";
import { KeyParams } from "./KeyParams.tsx";
import { InsideButton } from "./InsideButton.tsx";
import { NodeFoot, StateBadge } from "./NodeBadges.tsx";
import { PortRow } from "./PortRow.tsx";

/** The kind that gives a block its colour: what it gives, else what it takes. */
export function leadingKind(block: Block | undefined): string {
  return block?.outputs[0]?.kind ?? block?.inputs[0]?.kind ?? "any";
}

function ProblemLine({ node }: { node: string }) {
  const app = useApp();
  const problems = useProblems(node);
  const worst = problems && ranked(problems)[0];
  if (!worst || worst.severity === "note") return null;
  const open = () => {
    app.editor.select(selectNodes([node]));
    app.look.change({ drawer: true, problem: problemKey(worst) });
  };
  return (
    <button type="button" className={`ng-node-problem is-${worst.severity} nodrag`} onClick={open} tabIndex={-1}>
      <strong>{worst.title}</strong>
      <span>{worst.said}</span>
    </button>
  );
}

function lostRows(names: string): Port[] {
  return names ? names.split(LOST_SEPARATOR).map((name) => ({ name, kind: "any" })) : [];
}

function NodeCardView({ data, selected }: NodeProps<BlockFlowNode>) {
  const { node, lostInputs, lostOutputs, namesake } = data;
  const catalogue = useCatalogue();
  const state = useReport(node.id)?.state;
  const mark = useComparing((comparing) => (comparing.on ? comparing.result?.nodes[node.id] : undefined));
  const block = catalogue.byId.get(node.block);
  const [inputs, outputs] = [inputsOf(catalogue, node), outputsOf(catalogue, node)];
  const [lostIn, lostOut] = [lostRows(lostInputs), lostRows(lostOutputs)];
  const update = useUpdateNodeInternals();
  const ports = [inputs, lostIn, outputs, lostOut].map((side) => side.map((port) => port.name).join(",")).join("|");
  useEffect(() => update(node.id), [ports, node.id, update]);
  const title = titleOf(catalogue, node);
  const kind = kindColor(catalogue, leadingKind(block));
  const stacked = block?.category === GROUPS ? " is-group" : "";
  const port = block?.role === "entry" || block?.role === "exit" ? " is-port" : "";
  const classes = `ng-node${selected ? " is-selected" : ""}${state ? ` is-${state}` : ""}${stacked}${port}${mark ? ` was-${mark}` : ""}`;
  return (
    <article className={classes} style={{ "--kind": kind } as object} data-testid={`node-${node.id}`} data-state={state} data-change={mark}>
      <header title={block?.sentence}>
        <span className="ng-glyph" />
        <span className="ng-node-title">
          {title}
          {node.label && block && <small>{block.title}</small>}
          {(port || namesake) && <small title={strings.inspector.id}>{node.id}</small>}
          {node.shares && <small>{strings.shares.with(node.shares)}</small>}
        </span>
        <StateBadge node={node.id} />
      </header>
      {block ? <KeyParams node={node} block={block} /> : <p className="ng-unknown">{strings.canvas.unknownBlock(node.block)}</p>}
      <div className="ng-ports">
        <div>
          {inputs.map((port) => <PortRow key={port.name} node={node.id} port={port} side="in" />)}
          {lostIn.map((port) => <PortRow key={port.name} node={node.id} port={port} side="in" lost />)}
        </div>
        <div>
          {outputs.map((port) => <PortRow key={port.name} node={node.id} port={port} side="out" />)}
          {lostOut.map((port) => <PortRow key={port.name} node={node.id} port={port} side="out" lost />)}
        </div>
      </div>
      <NodeFoot node={node.id} />
      {block?.tappable && <InsideButton node={node} />}
      <ProblemLine node={node.id} />
    </article>
  );
}

export const NodeCard = memo(NodeCardView);
