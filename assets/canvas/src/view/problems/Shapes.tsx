// Shapes drawn as a row of axes, those that do not fit marked; any other text as it is.

import { Fragment } from "react";
import { type Axes, misfits, shapesIn } from "../../core/axes.ts";

function Row({ axes, off }: { axes: Axes; off: readonly boolean[] }) {
  return (
    <span className="ng-axes">
      {axes.map((axis, place) => (
        <Fragment key={place}>
          {place > 0 && " × "}
          <b className={off[place] ? "is-off" : undefined}>{axis}</b>
        </Fragment>
      ))}
    </span>
  );
}

/** `expected` is given where the text says what came. */
export function Shapes({ text, expected }: { text: string; expected?: string }) {
  const rows = shapesIn(text);
  if (rows.length === 0) return text;
  const off = expected === undefined ? [] : misfits(rows, expected);
  return rows.map((axes, place) => (
    <Fragment key={place}>
      {place > 0 && " and "}
      <Row axes={axes} off={off[place] ?? []} />
    </Fragment>
  ));
}
