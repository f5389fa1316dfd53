// Marks the canvas as seen from afar, so that the style sheet hides what nobody could read.

import { useStore } from "@xyflow/react";
import { useEffect } from "react";
import { useApp } from "../context.ts";

export function FarClass() {
  const app = useApp();
  const far = useStore((state) => state.transform[2] < 0.42);
  useEffect(() => {
    app.root.classList.toggle("is-far", far);
  }, [app, far]);
  return null;
}
