import { scaleLinear } from "d3-scale";
import { type Html, html } from "../border/html.js";
import { bottomAxis, type Plot, tickFormat } from "./axes.js";
import { formatInterval, formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, line, text } from "./frame.js";
import { byLabel } from "./funnel.js";
import { fitted, widthOf } from "./letters.js";

/** One row: a value with its interval, or null with the reason why there is none. */
export interface DotRow {
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** Why there is no value. */
  readonly reason?: string | null;
}

export interface DotData {
  readonly rows: readonly DotRow[];
  readonly unit: string;
  readonly nUnit: string;
  readonly target: number | null;
  /** What the line at the target is called, where it is not one: "even share". */
  readonly targetName?: string;
  /** Rows stand as they are given, where their order says something. */
  readonly isInOrder?: boolean;
  readonly format?: (value: number) => string;
  /** The least axis: [0, 1] for shares. It grows to hold every interval, or every value where `isClipped`. */
  readonly domain?: readonly [number, number] | null;
  /** One wide interval would press all others together: ends beyond the axis are drawn open, and said in words. */
  readonly isClipped?: boolean;
}

/** Room for names, in CSS px of the wide drawing; longer ones are cut and stand whole in the table. */
const LABELS_MAX = 260;

/** Values with intervals, one a row, in order of names: partners are never ranked. */
export function dotChart(about: About, data: DotData): Html {
  const format = data.format ?? formatNumber;
  const rows = data.isInOrder ? data.rows : [...data.rows].sort(byLabel);
  const hasData = rows.some(({ value }) => value !== null);
  return figure(about, hasData ? (canvas) => draw({ ...data, rows }, canvas) : `${NO_DATA} to compare`, {
    columns: [
      { head: "Name" },
      { head: data.unit, isNumber: true },
      { head: "95 % interval", isNumber: true },
      { head: data.nUnit, isNumber: true },
      { head: "Remark" },
    ],
    rows: rows.map(({ label, value, low, high, n, reason }) => [
      label,
      formatOrNone(value, format),
      rangeWords(low, high, format) ?? NO_DATA,
      formatNumber(n),
      reason ?? "",
    ]),
  });
}

function draw(data: DotData, { width, isNarrow }: Canvas): Drawing {
  const { rows, target, targetName = "target", domain = null, isClipped = false } = data;
  const format = data.format ?? formatNumber;
  const values = [
    ...rows.flatMap(({ value, low, high }) => (isClipped ? [value] : [value, low, high]).flatMap((one) => one ?? [])),
    ...(target === null ? [] : [target]),
    ...(domain ?? []),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const longest = Math.max(...rows.map(({ label }) => widthOf(label, true))) + 16;
  const rowHeight = isNarrow ? 40 : 26;
  const top = target === null ? 8 : 26;
  const plot: Plot = {
    left: isNarrow ? 4 : Math.min(LABELS_MAX, longest),
    right: width - (isNarrow ? 12 : 160),
    top,
    bottom: top + rows.length * rowHeight + 4,
  };
  const x = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [plot.left + 6, plot.right - 6]).nice(5);
  const ticks = x.ticks(isNarrow ? 4 : 6);
  const [first = 0, last = 1] = x.domain();
  const body = rows.map((row, index) => {
    const y = top + index * rowHeight + (isNarrow ? 28 : 14);
    const name = isNarrow
      ? text(0, y - 13, fitted(row.label, 150, true), { look: "strong" })
      : text(plot.left - 12, y + 4, fitted(row.label, plot.left - 12, true), { at: "end", look: "strong" });
    const words =
      row.value === null
        ? `${NO_DATA}${row.reason ? `: ${row.reason}` : ""}`
        : [format(row.value), rangeWords(row.low, row.high, format)]
            .flatMap((words, i) => (words === null ? [] : i === 0 ? words : `(${words})`))
            .join(" ");
    const said = isNarrow
      ? text(width, y - 13, fitted(words, 165), { at: "end" })
      : text(plot.right + 12, y + 4, fitted(words, 148));
    const aimed = isNarrow && target !== null ? line(x(target), y - 7, x(target), y + 7, "target") : null;
    return html`${line(plot.left, y, plot.right, y, "grid")}${aimed}${dot(row, x, y, plot)}${name}${said}`;
  });
  const aim =
    target === null
      ? null
      : html`${isNarrow ? null : line(x(target), top - 8, x(target), plot.bottom, "target")}${text(x(target), top - 12, `${targetName} ${format(target)}`, { at: x(target) > (plot.left + plot.right) / 2 ? "end" : "start" })}`;
  const axis = bottomAxis(x, plot, { ticks, format: data.format ?? tickFormat(first, last, 6), unit: data.unit });
  return { height: plot.bottom + 42, marks: html`${body}${aim}${axis}` };
}

/** An interval in words; null where there is none. */
function rangeWords(low: number | null, high: number | null, format: (value: number) => string): string | null {
  if (low === null) return high === null ? null : `up to ${format(high)}`;
  return high === null ? `${format(low)} or more` : formatInterval(low, high, format);
}

/** An end beyond the axis, or that is open, has no cap. */
function dot({ value, low, high }: DotRow, x: (value: number) => number, y: number, plot: Plot): Html | null {
  if (value === null) return null;
  const mark = circle(x(value), y, 4.5, "mark");
  if (low === null && high === null) return mark;
  const ends = [low === null ? plot.left : x(low), high === null ? plot.right : x(high)];
  const [from = 0, to = 0] = ends.map((end) => Math.min(plot.right, Math.max(plot.left, end)));
  const caps = ends.map((end, side) =>
    (side === 0 ? low : high) !== null && end >= plot.left && end <= plot.right
      ? line(end, y - 4, end, y + 4, "interval")
      : null,
  );
  return html`${line(from, y, to, y, "interval")}${caps}${mark}`;
}
