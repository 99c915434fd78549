import { scaleLinear, scaleSymlog } from "d3-scale";
import { type Html, html } from "../border/html.js";
import { bottomAxis, type Plot, tickFormat } from "./axes.js";
import { formatNumber, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, line, text } from "./frame.js";
import { fitted } from "./letters.js";

/** From this ratio of the highest value to the middle one on, the others would be one blot: a log scale is used. */
const RATIO_FOR_LOG = 20;

/** A group of others on the same scale. */
export interface StripRow {
  readonly label: string;
  /** Ascending. */
  readonly values: readonly number[];
}

export interface StripData {
  readonly rows: readonly StripRow[];
  /** The one that is compared; the strong mark of every row. */
  readonly own: number;
  readonly ownLabel: string;
  readonly unit: string;
}

/** One value among groups of others, all on one scale: each of the others a mark, the one strong and labelled. */
export function stripChart(about: About, data: StripData): Html {
  const hasData = data.rows.some(({ values }) => values.length > 0);
  return figure(about, hasData ? (canvas) => draw(data, canvas) : `${NO_DATA} of others tonight`, {
    columns: [
      { head: "Group" },
      { head: "Others", isNumber: true },
      { head: "Median", isNumber: true },
      { head: "Highest", isNumber: true },
      { head: "At or above", isNumber: true },
    ],
    rows: data.rows.map(({ label, values }) => [
      label,
      formatNumber(values.length),
      values.length === 0 ? NO_DATA : formatNumber(middle(values)),
      values.length === 0 ? NO_DATA : formatNumber(values.at(-1) ?? 0),
      formatNumber(values.filter((value) => value >= data.own).length),
    ]),
  });
}

/** The median of ascending values; of an even number the lower of the two in the middle. */
function middle(values: readonly number[]): number {
  return values[Math.floor((values.length - 1) / 2)] ?? 0;
}

function draw({ rows, own, ownLabel, unit }: StripData, { width, isNarrow }: Canvas): Drawing {
  const all = rows.flatMap(({ values }) => values).toSorted((a, b) => a - b);
  const highest = Math.max(own, all.at(-1) ?? 0, 1);
  const isLog = highest / Math.max(middle(all), 1) > RATIO_FOR_LOG;
  const rowHigh = isNarrow ? 42 : 26;
  const top = 24;
  const plot: Plot = {
    left: isNarrow ? 6 : 246,
    right: width - 14,
    top,
    bottom: top + rows.length * rowHigh,
  };
  const range: [number, number] = [plot.left + 6, plot.right - 6];
  const x = isLog ? scaleSymlog([0, highest], range) : scaleLinear([0, highest], range).nice(4);
  const ticks = isLog ? powersUpTo(highest) : x.ticks(isNarrow ? 4 : 6);
  const body = rows.map(({ label, values }, index) => {
    const y = top + index * rowHigh + (isNarrow ? 28 : 14);
    const name = isNarrow
      ? text(0, y - 14, fitted(`${label} (${values.length})`, width - 8))
      : text(0, y + 4, fitted(`${label} (${values.length})`, 236));
    return html`${name}${line(plot.left, y, plot.right, y, "grid")}${values.map((value) => circle(x(value), y, 3, "open"))}${circle(x(own), y, 5, "tonight")}`;
  });
  const isLate = x(own) > (plot.left + plot.right) / 2;
  const said = text(x(own), 13, ownLabel, { at: isLate ? "end" : "start", look: "tonight" });
  const format = isLog ? formatNumber : tickFormat(0, highest, 6);
  const axis = bottomAxis(x, plot, { ticks, format, unit: isLog ? `${unit} (logarithmic scale)` : unit });
  return { height: plot.bottom + 42, marks: html`${body}${said}${axis}` };
}

function powersUpTo(highest: number): number[] {
  const ticks = [0, 1];
  while ((ticks.at(-1) ?? 1) * 10 <= highest) ticks.push((ticks.at(-1) ?? 1) * 10);
  return ticks;
}
