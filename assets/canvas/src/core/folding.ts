// A graph that is too long for the canvas goes on in rows, like a text: otherwise nobody could read it.

import type { GraphDocument, Position } from "./document.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Graph = Pick<GraphDocument, "nodes" | "edges">;
type Places = Readonly<Record<string, Position>>;

/** Nodes above one another, with the edges of the box around them. */
interface Column {
  readonly ids: readonly string[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Drawn smaller than this, a graph is folded. */
const READABLE = 0.6;
const MOST_ROWS = 4;
const MOST_COLUMNS = 60;
/** Between two rows, for the wires that lead back. */
const BETWEEN = 112;
const MARGIN = 1.1;
/** What another row is worth less, and each further wire that leads back. */
const ROW = 0.93;
const WIRE = 0.85;

function columnsOf(graph: Graph, places: Places, sizeOf: (id: string) => Size): Column[] {
  const boxes = graph.nodes.map(({ id }): Column => {
    const [[left, top], { width, height }] = [places[id] ?? [0, 0], sizeOf(id)];
    return { ids: [id], left, right: left + width, top, bottom: top + height };
  });
  const columns: Column[] = [];
  for (const box of boxes.sort((one, other) => one.left - other.left)) {
    const last = columns.at(-1);
    if (last && box.left < last.right) columns[columns.length - 1] = around([last, box]);
    else columns.push(box);
  }
  return columns;
}

function around(boxes: readonly Column[]): Column {
  return {
    ids: boxes.flatMap(({ ids }) => ids),
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
    top: Math.min(...boxes.map(({ top }) => top)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** For each place between two columns, how many outputs have a wire across it. */
function crossings(graph: Graph, columns: readonly Column[]): number[] {
  const at = new Map(columns.flatMap(({ ids }, place) => ids.map((id) => [id, place])));
  const place = (id: string) => at.get(id) ?? 0;
  return columns.slice(1).map((_, cut) => {
    const over = graph.edges.filter(({ source, target }) => place(source) <= cut !== place(target) <= cut);
    return new Set(over.map(({ source, output }) => `${source}.${output}`)).size;
  });
}

/** Every way to cut so many columns into rows; a cut is the number of the column in front of it. */
function* cuttings(columns: number, rows: number, first = 0): Generator<readonly number[]> {
  if (rows === 1) return yield [];
  for (let cut = first; cut < columns - rows + 1; cut += 1)
    for (const rest of cuttings(columns, rows - 1, cut + 1)) yield [cut, ...rest];
}

function rowsOf(columns: readonly Column[], cuts: readonly number[]): Column[] {
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  return starts.map((start, row) => around(columns.slice(start, starts[row + 1])));
}

function zoomOf(rows: readonly Column[], room: Size): number {
  const width = Math.max(...rows.map(({ left, right }) => right - left));
  const height = rows.reduce((sum, { top, bottom }) => sum + bottom - top + BETWEEN, -BETWEEN);
  return Math.min(1, room.width / width / MARGIN, room.height / height / MARGIN);
}

/** The rows in which the graph is drawn largest; one where it can be read as it is. */
function bestRows(graph: Graph, columns: readonly Column[], room: Size): readonly Column[] {
  const whole = [around(columns)];
  let [found, most]: [readonly Column[], number] = [whole, zoomOf(whole, room)];
  if (most >= READABLE || columns.length > MOST_COLUMNS) return found;
  const across = crossings(graph, columns);
  for (let count = 2; count <= Math.min(MOST_ROWS, columns.length); count += 1) {
    for (const cuts of cuttings(columns.length, count)) {
      const rows = rowsOf(columns, cuts);
      const more = cuts.reduce((sum, cut) => sum + Math.max(0, (across[cut] ?? 1) - 1), 0);
      const worth = zoomOf(rows, room) * ROW ** (count - 1) * WIRE ** more;
      if (worth > most) [found, most] = [rows, worth];
    }
  }
  return found;
}

/** The places of the nodes in as many rows as the canvas needs; the same places where it needs one. */
export function folded(graph: Graph, places: Places, sizeOf: (id: string) => Size, room: Size): Places {
  if (!graph.nodes.length || room.width <= 0 || room.height <= 0) return places;
  const rows = bestRows(graph, columnsOf(graph, places, sizeOf), room);
  const [first] = rows;
  if (!first || rows.length === 1) return places;
  const next: Record<string, Position> = { ...places };
  let top = first.top;
  for (const row of rows) {
    for (const id of row.ids) {
      const [x, y] = places[id] ?? [0, 0];
      next[id] = [x - row.left + first.left, Math.round(y - row.top + top)];
    }
    top += row.bottom - row.top + BETWEEN;
  }
  return next;
}
