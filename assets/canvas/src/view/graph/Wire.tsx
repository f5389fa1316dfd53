// A wire with the shape of what flows on it, as Python computed it at the source port.

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { portKey } from "../../core/analysis.ts";
import { kindColor } from "../../core/catalogue.ts";
import { edgeId, type Edge } from "../../core/document.ts";
import { wireName } from "../../core/comparing.ts";
import { APART } from "../../core/lanes.ts";
import { strings } from "../../strings.ts";
import { useApp, useComparing, useHidden, useProblems, useShape } from "../context.ts";
import type { WireFlowEdge } from "./flowNodes.ts";
import { useIsHot } from "./hotWire.ts";
import { useLane, useShareOfLane } from "./useLane.ts";

function WireView(props: EdgeProps<WireFlowEdge>) {
  const { id, source, target, sourceHandleId, targetHandleId, selected } = props;
  const app = useApp();
  const from = portKey(source, sourceHandleId ?? "");
  const shape = useShape(from);
  const problems = useProblems(portKey(target, targetHandleId ?? ""));
  const hot = useIsHot(id);
  const hidden = useHidden(source, sourceHandleId ?? "");
  const edge = props.data?.edge as Edge | undefined;
  const mark = useComparing((state) => (state.on && edge ? state.result?.wires[wireName(edge)] : undefined));
  const error = problems?.find((problem) => problem.severity === "error");
  const state = error ? "error" : shape ? "ok" : "waiting";
  const lane = useLane(props);
  const share = useShareOfLane(props);
  const back = { ...props, borderRadius: 14, offset: APART, ...(lane === null ? {} : { centerY: lane }) };
  const [path, middle, y] = props.targetX < props.sourceX ? getSmoothStepPath(back) : getBezierPath(props);
  const x = lane === null ? middle : props.targetX + share * (props.sourceX - props.targetX);
  const color = shape ? kindColor(app.catalogue, shape.kind) : undefined;
  const classes = `ng-wire ng-wire-${state}${selected ? " is-selected" : ""}${hot ? " is-hot" : ""}${mark ? ` is-${mark}` : ""}`;
  const look = (chosen: Edge) => {
    app.editor.select({ nodes: new Set(), edges: new Set([edgeId(chosen)]) });
    app.look.change({ inspector: true });
  };
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={22} className={classes} style={{ "--wire": color } as object} />
      {shape && (
        <EdgeLabelRenderer>
          <div
            className={`ng-shape ng-shape-${state}${selected ? " is-selected" : ""}${hidden ? " is-hidden" : ""}`}
            onClick={() => edge && look(edge)}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            data-testid={`wire-shape-${from}-${target}.${targetHandleId}`}
            title={error ? error.said : hidden ? strings.predicting.ask : strings.looking.click}
          >
            {hidden ? strings.predicting.unknown : shape.text}
            {!hidden && <span className="ng-shape-type"> {shape.dtype}</span>}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const Wire = memo(WireView);
