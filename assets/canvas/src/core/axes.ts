// Shapes in the words of a problem, axis by axis, so that the axis that does not fit can be marked.

export type Axes = readonly string[];

const SHAPE = /^[\w*+…-]+(?: × [\w*+…-]+)+$/;
const AXIS = /axis (\d+)/;

/** The shapes that a text consists of: "B × 10 and B × 512 × 2 × 2" are two; nothing where it says anything else. */
export function shapesIn(text: string): readonly Axes[] {
  const parts = text.split(" and ");
  return parts.every((part) => SHAPE.test(part)) ? parts.map((part) => part.split(" × ")) : [];
}

const isNumber = (axis: string | undefined) => axis !== undefined && /^\d+$/.test(axis);

function against(shape: Axes, expected: Axes): readonly boolean[] {
  const open = expected[0] === "…";
  const wanted = open ? expected.slice(1) : expected;
  if (!open && wanted.length !== shape.length) return shape.map((_, place) => place > 0);
  const start = shape.length - wanted.length;
  return shape.map((axis, place) => isNumber(wanted[place - start]) && wanted[place - start] !== axis);
}

/** For each axis of each shape that came, whether it is one of those that do not fit what was expected. */
export function misfits(came: readonly Axes[], expected: string): readonly (readonly boolean[])[] {
  const [wanted, ...more] = shapesIn(expected);
  if (wanted && more.length === 0) return came.map((shape) => against(shape, wanted));
  const named = AXIS.exec(expected)?.[1];
  const least = Math.min(...came.map((shape) => shape.length));
  const alike = came.every((shape) => shape.length === least);
  const differs = (place: number) => new Set(came.map((shape) => shape[place])).size > 1;
  return came.map((shape) =>
    shape.map((_, place) => (!alike ? place >= least : named !== undefined ? place === Number(named) : differs(place))),
  );
}
