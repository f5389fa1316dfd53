// Arrow keys move the selected nodes by one step of the grid, with Shift by five.

import type { Position } from "../../core/document.ts";
import type { App } from "../../state/app.ts";

const STEP = 8;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, -1],
  arrowdown: [0, 1],
};

/** Moves the selection if the key is an arrow; says whether it did. */
export function nudge(app: App, key: string): boolean {
  const direction = ARROWS[key.replace("shift+", "")];
  const { nodes } = app.editor.store.get().selection;
  if (!direction || !nodes.size) return false;
  const step = key.startsWith("shift+") ? 5 * STEP : STEP;
  const positions: Record<string, Position> = {};
  for (const node of app.editor.document().nodes) {
    const [x, y] = node.position;
    if (nodes.has(node.id)) positions[node.id] = [x + direction[0] * step, y + direction[1] * step];
  }
  app.editor.run({ kind: "move-nodes", positions, nudge: true });
  return true;
}
