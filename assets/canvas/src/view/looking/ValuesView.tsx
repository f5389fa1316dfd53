// What flows on a wire for one sample: pictures, figures, a histogram, and what is wrong with the values.

import { figure, type Values } from "../../core/looking.ts";
import { long } from "../../core/numbers.ts";
import { strings } from "../../strings.ts";
import { Icon } from "../icons.tsx";
import { AttentionView } from "./AttentionView.tsx";
import { Histogram } from "./Histogram.tsx";
import { TileSheet } from "./TileSheet.tsx";

function Pictures({ values }: { values: Values }) {
  const text = strings.looking;
  const { silent, broken } = values.silent;
  const mark = (place: number) => (broken.includes(place) ? "broken" : silent.includes(place) ? "silent" : undefined);
  const title = (place: number) => [text.channel(place), text.marks[mark(place) ?? "fine"]].filter(Boolean).join(": ");
  return (
    <>
      {values.image && <img className="ng-shown-image" src={values.image} alt={text.image} />}
      {values.sheet && (
        <>
          <h4>
            {text.channels} <small>{values.sheet.shown < values.sheet.of ? text.shown(values.sheet.shown, long(values.sheet.of)) : ""}</small>
          </h4>
          <TileSheet sheet={values.sheet} title={title} mark={mark} />
          <p className="ng-quiet">{text.scaled}</p>
        </>
      )}
      {values.table && <img className="ng-shown-table" src={values.table.data} alt={text.table} />}
      {values.numbers && values.numbers.length <= 16 && <Numbers values={values.numbers} />}
    </>
  );
}

/** A short row of numbers as bars to both sides of zero. */
function Numbers({ values }: { values: readonly (number | null)[] }) {
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0)), 1e-12);
  return (
    <ol className="ng-numbers" start={0} data-testid="numbers">
      {values.map((value, place) => (
        <li key={place}>
          <small>{place}</small>
          <span>
            <i className={(value ?? 0) < 0 ? "is-below" : ""} style={{ width: `${(50 * Math.abs(value ?? 0)) / most}%` }} />
          </span>
          <code>{figure(value)}</code>
        </li>
      ))}
    </ol>
  );
}

function Warnings({ values }: { values: Values }) {
  const text = strings.looking;
  const { nan, inf, count } = values.figures;
  const { silent_count: silent, broken_count: broken } = values.silent;
  const said = [
    nan > 0 ? text.nan(long(nan), long(count)) : "",
    inf > 0 ? text.inf(long(inf), long(count)) : "",
    broken > 0 ? text.brokenChannels(long(broken)) : "",
    silent > 0 ? text.silentChannels(long(silent), long(values.shape[1] ?? 0)) : "",
  ].filter(Boolean);
  return said.map((line) => (
    <p key={line} className={`ng-value-note${nan + inf > 0 ? " is-bad" : ""}`} data-testid="value-note">
      <Icon name={nan + inf > 0 ? "warning" : "note"} size={14} />
      {line}
    </p>
  ));
}

export function ValuesView({ values }: { values: Values }) {
  const text = strings.looking;
  const { mean, std, min, max, zeros } = values.figures;
  const figures: readonly (readonly [string, string])[] = [
    [text.mean, figure(mean)],
    [text.std, figure(std)],
    [text.min, figure(min)],
    [text.max, figure(max)],
    [text.zeros, `${(100 * zeros).toFixed(zeros > 0 && zeros < 0.1 ? 1 : 0)} %`],
  ];
  return (
    <div className="ng-values" data-testid="values">
      {values.weights.random.length > 0 && <p className="ng-note" data-testid="random-weights">{text.random(values.weights.random.join(", "))}</p>}
      {values.weights.said && <p className="ng-note">{values.weights.said}</p>}
      <Pictures values={values} />
      <Warnings values={values} />
      <dl className="ng-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Histogram counts={values.histogram} />
      {values.attention.length > 0 && <AttentionView layers={values.attention} />}
    </div>
  );
}
