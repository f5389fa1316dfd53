// A sheet of small pictures, each drawn from its place in one large one; some of them marked.

import type { Sheet } from "../../core/looking.ts";

interface Props {
  readonly sheet: Sheet;
  readonly title: (place: number) => string;
  /** A word for tiles that are marked, such as "silent". */
  readonly mark?: (place: number) => string | undefined;
}

export function TileSheet({ sheet, title, mark }: Props) {
  const rows = Math.ceil(sheet.shown / sheet.columns);
  const share = (place: number, count: number) => (count > 1 ? (100 * place) / (count - 1) : 0);
  const across = Math.min(sheet.columns, sheet.shown);
  return (
    <ul className="ng-tiles" style={{ gridTemplateColumns: `repeat(${across}, 1fr)` }} data-testid="tiles">
      {Array.from({ length: sheet.shown }, (_, place) => {
        const [row, column] = [Math.floor(place / sheet.columns), place % sheet.columns];
        const word = mark?.(place);
        return (
          <li
            key={place}
            className={word ? `is-${word}` : undefined}
            title={title(place)}
            style={{
              aspectRatio: `${sheet.tile[0]} / ${sheet.tile[1]}`,
              backgroundImage: `url(${sheet.data})`,
              backgroundSize: `${100 * across}% ${100 * rows}%`,
              backgroundPosition: `${share(column, across)}% ${share(row, rows)}%`,
            }}
          />
        );
      })}
    </ul>
  );
}
