// What is known of a wire without running anything: its axes, its memory, and how much its positions see.

import { bytes, type Facts, type Field, middleWindow } from "../../core/looking.ts";
import { strings } from "../../strings.ts";

const SIDE = 96;

/** The input as a square, and on it the window of the position in the middle. */
function Window({ field }: { field: Field }) {
  const [across, down] = [field.axes.find(({ axis }) => axis === "W"), field.axes.find(({ axis }) => axis === "H")];
  const [x, y] = [across && middleWindow(across), down && middleWindow(down)];
  if (!x || !y) return null;
  const room = Math.max(1, x.size, y.size) * 1.08;
  const scale = SIDE / room;
  const at = (share: number) => (share - 0.5) * scale + SIDE / 2;
  return (
    <svg className="ng-window" width={SIDE} height={SIDE} viewBox={`0 0 ${SIDE} ${SIDE}`} aria-hidden="true">
      <rect className="is-input" x={at(0)} y={at(0)} width={scale} height={scale} />
      <rect className="is-seen" x={at(x.start)} y={at(y.start)} width={x.size * scale} height={y.size * scale} />
    </svg>
  );
}

function FieldRow({ field }: { field: Field }) {
  const text = strings.looking;
  return (
    <div className="ng-field-seen" data-testid="receptive-field">
      <div>
        <h4>{text.field}</h4>
        {!field.mixed && <strong>{field.axes.map(({ size }) => size).join(" × ")}</strong>}
        {!field.mixed && !field.single && <small>{text.jump([...new Set(field.axes.map(({ jump }) => jump))].join(" × "))}</small>}
        <p>{field.said}</p>
      </div>
      {!field.mixed && <Window field={field} />}
    </div>
  );
}

export function WireFacts({ facts }: { facts: Facts }) {
  const text = strings.looking;
  const { sample, batch, samples, assumed } = facts.memory;
  const sizes = Object.entries(assumed).map(([letter, size]) => `${letter} = ${size}`).join(", ");
  return (
    <div className="ng-facts" data-testid="wire-facts">
      <table>
        <tbody>
          {facts.axes.map((axis, place) => (
            <tr key={place}>
              <th scope="row">{axis.size}</th>
              <td>{axis.means}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="ng-quiet" data-testid="wire-memory">
        {text.memory(bytes(sample), bytes(batch), samples)}
        {sizes && ` ${text.assumed(sizes)}`}
      </p>
      {facts.fields.map((field) => <FieldRow key={field.source} field={field} />)}
    </div>
  );
}
