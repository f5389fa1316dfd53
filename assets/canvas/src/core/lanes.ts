// Where a wire that leads back runs: below the row that it comes from, where no node lies in its way.

/** A node's box on the canvas. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Ends {
  readonly sourceX: number;
  readonly sourceY: number;
  readonly targetX: number;
  readonly targetY: number;
}

/** How far a wire stays away from the nodes that it passes. */
export const APART = 26;

/** The height of its run from right to left; null where it leads up, or where there is no room before its end. */
export function laneOf({ sourceX, sourceY, targetX, targetY }: Ends, boxes: Iterable<Box>): number | null {
  const [left, right] = [targetX - APART, sourceX + APART];
  const near = [...boxes].filter((box) => box.right > left && box.left < right).sort((one, other) => one.top - other.top);
  const lane = near.reduce((y, box) => (box.top - APART / 2 < y && y < box.bottom + APART ? box.bottom + APART : y), sourceY + APART);
  return lane < targetY ? lane : null;
}
