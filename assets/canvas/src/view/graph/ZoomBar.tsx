// Zoom buttons with the current zoom, at the corner of the canvas.

import { useStore } from "@xyflow/react";
import { fitAction } from "../../actions/fit.ts";
import { tidyAction } from "../../actions/tidy.ts";
import { zoomInAction, zoomOutAction } from "../../actions/zoom.ts";
import { ActionButton } from "../shell/ActionButton.tsx";

export function ZoomBar() {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="ng-zoom" role="group">
      <ActionButton action={zoomOutAction} />
      <output>{zoom}%</output>
      <ActionButton action={zoomInAction} />
      <ActionButton action={fitAction} />
      <ActionButton action={tidyAction} />
    </div>
  );
}
