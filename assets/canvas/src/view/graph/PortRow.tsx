// One named port of a node, with the handle that wires start from and end at.

import { Handle, Position, useConnection } from "@xyflow/react";
import { portKey } from "../../core/analysis.ts";
import { type Catalogue, inputsOf, kindColor, kindTitle, outputsOf, type Port } from "../../core/catalogue.ts";
import { affinity } from "../../core/compatible.ts";
import { nodeOf } from "../../core/document.ts";
import type { App } from "../../state/app.ts";
import { strings } from "../../strings.ts";
import { useApp, useProblems, useShape } from "../context.ts";

type Side = "in" | "out";

/** Does the wire that is being drawn suit this port? Null while none is drawn. */
function useSuits(app: App, node: string, port: Port, side: Side): "yes" | "no" | null {
  return useConnection((connection) => {
    if (!connection.inProgress) return null;
    const { fromHandle, fromNode } = connection;
    const fromOutput = fromHandle.type === "source";
    if (fromOutput !== (side === "in") || fromNode.id === node) return "no";
    return suits(app.catalogue, app, fromNode.id, fromHandle.id ?? "", fromOutput, port) ? "yes" : "no";
  });
}

function suits(catalogue: Catalogue, app: App, from: string, name: string, fromOutput: boolean, port: Port): boolean {
  const node = nodeOf(app.editor.document(), from);
  if (!node) return false;
  const ports = fromOutput ? outputsOf(catalogue, node) : inputsOf(catalogue, node);
  const measured = fromOutput ? app.reports.shapes.get(portKey(from, name))?.kind : undefined;
  const kind = measured ?? ports.find((other) => other.name === name)?.kind ?? "any";
  return fromOutput ? affinity(catalogue, kind, port.kind) > 0 : affinity(catalogue, port.kind, kind) > 0;
}

function hint(port: Port, kind: string, side: Side): string {
  const { input, output, optional, many } = strings.canvas;
  const first = side === "in" ? input(port.name, kind) : output(port.name, kind);
  const extra = [port.optional ? optional : "", port.many ? many : ""].filter(Boolean).join(", ");
  return [extra ? `${first} (${extra})` : first, port.sentence].filter(Boolean).join("\n");
}

export function PortRow({ node, port, side, lost }: { node: string; port: Port; side: Side; lost?: boolean }) {
  const app = useApp();
  const key = portKey(node, port.name);
  const shape = useShape(side === "out" ? key : "");
  const errors = useProblems(side === "in" ? key : "")?.filter((problem) => problem.severity === "error");
  const fits = useSuits(app, node, port, side);
  const kind = shape?.kind ?? port.kind;
  const classes = [
    "ng-port",
    `ng-port-${side}`,
    errors?.length || lost ? "is-error" : "",
    fits ? `fits-${fits}` : "",
    port.tap ? "is-tap" : "",
    port.optional ? "is-optional" : "",
  ];
  const title = lost ? strings.canvas.missingPort : (errors?.[0]?.said ?? hint(port, kindTitle(app.catalogue, kind), side));
  return (
    <div className={classes.join(" ")} style={{ "--kind": kindColor(app.catalogue, kind) } as object} title={title}>
      <Handle
        type={side === "in" ? "target" : "source"}
        position={side === "in" ? Position.Left : Position.Right}
        id={port.name}
        data-testid={`port-${node}-${side}-${port.name}`}
        aria-label={title}
      />
      <span className="ng-port-name">{port.name}</span>
    </div>
  );
}
