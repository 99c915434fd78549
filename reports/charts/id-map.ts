import { type Html, html } from "../border/html.js";
import { formatNumber, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, rect, text } from "./frame.js";

/** Most cells of a map; beyond, each cell stands for several ids and the chart says how many. */
const CELLS_MAX = 720;

/** Most runs listed; the rest are counted. */
const RUNS_MAX = 200;

export interface IdMapData {
  /** The numbers of the range that is looked at, first to last, both in it. */
  readonly first: number;
  readonly last: number;
  /** Opened tonight, and opened by the same entity before. */
  readonly tonight: readonly number[];
  readonly before: readonly number[];
  /** "record numbers". */
  readonly unit: string;
}

interface Cell {
  readonly tonight: number;
  readonly before: number;
}

/** A range of numbered records as a field of cells, read like a text: a sweep shows as an unbroken run. */
export function idMap(about: About, data: IdMapData): Html {
  const size = data.last - data.first + 1;
  const isDrawable = Number.isSafeInteger(size) && size > 0 && data.tonight.length + data.before.length > 0;
  const each = Math.max(1, Math.ceil(size / CELLS_MAX));
  const runs = runsOf(data.tonight);
  return figure(about, isDrawable ? (canvas) => draw(data, each, canvas) : `${NO_DATA} for this range`, {
    note: `${formatNumber(data.tonight.length)} opened tonight, ${formatNumber(data.before.length)} before, of ${formatNumber(Math.max(0, size))} ${data.unit}.${runs.length > RUNS_MAX ? ` The first ${RUNS_MAX} of ${formatNumber(runs.length)} runs are listed.` : ""}`,
    columns: [{ head: "Unbroken run tonight" }, { head: "Records", isNumber: true }],
    rows: runs
      .slice(0, RUNS_MAX)
      .map(([from, to]) => [from === to ? String(from) : `${from} to ${to}`, formatNumber(to - from + 1)]),
    none: "nothing opened tonight",
  });
}

/** Unbroken runs of whole numbers, ascending: [first, last] of each. */
export function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}

function draw(data: IdMapData, each: number, { width, isNarrow }: Canvas): Drawing {
  const columns = isNarrow ? 24 : 48;
  const cells: Cell[] = Array.from({ length: Math.ceil((data.last - data.first + 1) / each) }, () => ({
    tonight: 0,
    before: 0,
  }));
  const put = (numbers: readonly number[], kind: keyof Cell) => {
    for (const number of numbers) {
      const index = Math.floor((number - data.first) / each);
      const cell = cells[index];
      if (cell !== undefined) cells[index] = { ...cell, [kind]: cell[kind] + 1 };
    }
  };
  put(data.tonight, "tonight");
  put(data.before, "before");
  const size = Math.min(15, (width - 4) / columns);
  const top = 26;
  const field = cells.map((cell, index) => {
    const [x, y] = [2 + (index % columns) * size, top + Math.floor(index / columns) * size];
    if (cell.tonight > 0) return rect(x + 1, y + 1, size - 2, size - 2, "tonight");
    const ground = rect(x + 1, y + 1, size - 2, size - 2, "empty");
    return cell.before > 0 ? html`${ground}${circle(x + size / 2, y + size / 2, size / 4.5, "mark")}` : ground;
  });
  const bottom = top + Math.ceil(cells.length / columns) * size;
  const scale = each === 1 ? "one cell is one record" : `one cell is ${formatNumber(each)} records`;
  const legend = html`${rect(3, bottom + 13, 12, 12, "tonight")}${text(22, bottom + 23, "opened tonight", { look: "tonight" })}${circle(148, bottom + 19, 3.4, "mark")}${text(158, bottom + 23, "opened before")}${rect(270, bottom + 13, 12, 12, "empty")}${text(288, bottom + 23, "not")}`;
  const words = html`${text(2, 16, `from ${data.first}`)}${text(2 + columns * size, 16, `to ${data.last}`, { at: "end" })}`;
  const foot = isNarrow ? text(2, bottom + 44, scale) : text(2 + columns * size, bottom + 23, scale, { at: "end" });
  return { height: bottom + (isNarrow ? 52 : 32), marks: html`${words}${field}${legend}${foot}` };
}
