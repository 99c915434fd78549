import { type Html, html } from "../border/html.js";
import { formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, type Drawing, figure, line, rect, text } from "./frame.js";
import { fitted, widthOf } from "./letters.js";

/** One row of 24 hours: a weekday, a kind of day, or a night. */
export interface HeatRow {
  readonly label: string;
  /** Counts from 00 to 23 h; null is not known. */
  readonly hours: readonly (number | null)[];
  readonly isTonight?: boolean;
}

export interface HeatData {
  readonly rows: readonly HeatRow[];
  /** "records opened". */
  readonly unit: string;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const STEPS = 5;

/** Counts by hour and day, from few to many in five steps; tonight's hours are ringed, unknown ones crossed out. */
export function heatChart(about: About, data: HeatData): Html {
  const hasData = data.rows.some(({ hours }) => hours.some((count) => count !== null));
  return figure(about, hasData ? (canvas) => draw(data, canvas) : `${NO_DATA} for these hours`, {
    columns: [{ head: "Day" }, ...HOURS.map((hour) => ({ head: hourWord(hour), isNumber: true }))],
    rows: data.rows.map(({ label, hours }) => [label, ...HOURS.map((hour) => formatOrNone(hours[hour] ?? null))]),
  });
}

function hourWord(hour: number): string {
  return String(hour).padStart(2, "0");
}

/** Upper ends of the five steps, growing like a power of 1.5 since counts are skewed; whole numbers, ascending, distinct. */
export function heatSteps(highest: number): readonly number[] {
  const ends = Array.from({ length: STEPS }, (_, step) => Math.ceil(highest * ((step + 1) / STEPS) ** 1.5 - 1e-9));
  return [...new Set(ends)];
}

function draw({ rows, unit }: HeatData, { width, isNarrow }: Canvas): Drawing {
  const left = Math.min(isNarrow ? 84 : 130, Math.max(...rows.map(({ label }) => widthOf(label))) + 12);
  const [size, high, top] = [(width - left - 2) / 24, isNarrow ? 20 : 24, 24];
  const ends = heatSteps(Math.max(1, ...rows.flatMap(({ hours }) => hours.map((count) => count ?? 0))));
  const step = (count: number) => STEPS - ends.length + ends.findIndex((end) => count <= end) + 1;
  const hours = HOURS.filter((hour) => hour % (isNarrow ? 6 : 3) === 0).map((hour) =>
    text(left + hour * size, top - 9, hourWord(hour)),
  );
  const body = rows.map(({ label, hours, isTonight = false }, row) => {
    const y = top + row * high;
    const cells = HOURS.map((hour) => {
      const count = hours[hour] ?? null;
      const x = left + hour * size;
      const words = `${label}, ${hourWord(hour)} h: ${count === null ? NO_DATA : formatNumber(count)}`;
      if (count === null) {
        return html`${rect(x + 1, y + 1, size - 2, high - 2, "gap", words)}${line(x + 3, y + high - 3, x + size - 3, y + 3, "axis")}`;
      }
      if (count === 0) return null;
      const ring = isTonight ? rect(x + 1, y + 1, size - 2, high - 2, "ring") : null;
      return html`${rect(x, y, size, high, `cell heat-${step(count)}`, words)}${ring}`;
    });
    return html`${text(left - 8, y + high / 2 + 4, fitted(label, left - 12), { at: "end", look: isTonight ? "tonight" : "" })}${rect(left, y + 1, size * 24, high - 2, "empty")}${cells}`;
  });
  const legendTop = top + rows.length * high + 14;
  const legend = legendOf(ends, { left: isNarrow ? 0 : left, top: legendTop, isNarrow, unit });
  return { height: legend.height, marks: html`${hours}${body}${legend.marks}` };
}

function legendOf(
  ends: readonly number[],
  {
    left,
    top,
    isNarrow,
    unit,
  }: { readonly left: number; readonly top: number; readonly isNarrow: boolean; readonly unit: string },
): { readonly marks: Html; readonly height: number } {
  const ranges = ends.map((end, index) => {
    const from = (ends[index - 1] ?? 0) + 1;
    return {
      look: `heat-${STEPS - ends.length + index + 1}`,
      words: from === end ? formatNumber(end) : `${formatNumber(from)}–${formatNumber(end)}`,
    };
  });
  const keys = [{ look: "empty", words: "0" }, ...ranges, { look: "gap", words: NO_DATA }];
  let [x, y] = [left, top];
  const limit = isNarrow ? 320 : 740;
  const marks = keys.map(({ look, words }) => {
    const room = 20 + widthOf(words) + 14;
    if (x + room > limit) [x, y] = [left, y + 20];
    const mark = html`${rect(x, y, 14, 14, look)}${text(x + 20, y + 11, words)}`;
    x += room;
    return mark;
  });
  return { marks: html`${marks}${text(left, y + 32, unit)}`, height: y + 40 };
}
