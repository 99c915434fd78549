import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { line as shapeLine } from "d3-shape";
import { type Html, html } from "../border/html.js";
import { axisRoom, type Plot, tickFormat, valueAxis } from "./axes.js";
import { formatInterval, formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, LETTER, line, path, rect, text } from "./frame.js";
import { fitted } from "./letters.js";

/** One point in time order. */
export interface XmrPoint {
  readonly label: string;
  readonly value: number | null;
  /** Distance to the point before; null for the first and beside a hole. */
  readonly movingRange: number | null;
  /** A rule of variation holds here. */
  readonly isSignal: boolean;
}

export interface XmrData {
  readonly points: readonly XmrPoint[];
  /** Centre and natural process limits; null while there are too few points. */
  readonly limits: {
    readonly centre: number;
    readonly low: number;
    readonly high: number;
    readonly rangeHigh: number;
  } | null;
  /** The point from which the limits hold, where they were set anew: 0 if not given. */
  readonly limitsFrom?: number;
  readonly isTrial: boolean;
  readonly target: number | null;
  readonly unit: string;
  /** The greatest value there can be, as 1 of a share; no tick stands beyond it. */
  readonly most?: number;
  readonly format?: (value: number) => string;
}

/** Individual values over time with their limits and, below, the moving ranges. The axis spans what is there, not zero. */
export function xmrChart(about: About, data: XmrData): Html {
  const format = data.format ?? formatNumber;
  const known = data.points.some(({ value }) => value !== null);
  return figure(about, known ? (canvas) => draw(data, canvas) : `${NO_DATA} for these periods`, {
    note:
      data.limits === null
        ? "Too few points for limits."
        : `${data.isTrial ? "Trial limits" : "Limits"} ${formatInterval(data.limits.low, data.limits.high, format)}, centre ${format(data.limits.centre)}, moving range up to ${format(data.limits.rangeHigh)}.`,
    columns: [
      { head: "Period" },
      { head: data.unit, isNumber: true },
      { head: "Moving range", isNumber: true },
      { head: "Signal" },
    ],
    rows: data.points.map(({ label, value, movingRange, isSignal }) => [
      label,
      formatOrNone(value, format),
      movingRange === null ? "–" : format(movingRange),
      isSignal ? "signal" : "–",
    ]),
  });
}

function draw(data: XmrData, { width, isNarrow }: Canvas): Drawing {
  const { points, limits, target, unit } = data;
  const format = data.format ?? formatNumber;
  const [low = 0, high = 1] = extent([
    ...points.flatMap(({ value }) => value ?? []),
    ...(limits === null ? [] : [limits.low, limits.high]),
    ...(target === null ? [] : [target]),
  ]);
  const pad = (high - low || Math.abs(high) || 1) * 0.08;
  const scale = scaleLinear([low - pad, high + pad], [0, 1]).nice(4);
  const ticks = scale.ticks(4).filter((tick) => tick <= (data.most ?? Infinity));
  const write = data.format ?? tickFormat(scale.domain()[0] ?? 0, scale.domain()[1] ?? 1, 4);
  const room = isNarrow ? 10 : 130;
  const plot: Plot = { left: axisRoom(ticks.map(write)), right: width - room, top: 30, bottom: isNarrow ? 160 : 190 };
  const y = scale.range([plot.bottom, plot.top]);
  const x = scaleLinear([0, Math.max(1, points.length - 1)], [plot.left + 10, plot.right - 10]);
  const held: Plot = { ...plot, left: data.limitsFrom ? x(data.limitsFrom - 0.5) : plot.left };
  const ranges = points.map(({ movingRange }) => movingRange);
  const rangePlot: Plot = { ...plot, top: plot.bottom + 34, bottom: plot.bottom + 34 + (isNarrow ? 44 : 54) };
  const rangeTop = Math.max(...ranges.map((range) => range ?? 0), limits?.rangeHigh ?? 0) || 1;
  const rangeY = scaleLinear([0, rangeTop], [rangePlot.bottom, rangePlot.top]);
  const marks = html`${limits === null ? null : band(limits, held, y)}${valueAxis(y, plot, { ticks, format: write, unit })}${limits === null ? null : line(held.left, y(limits.centre), held.right, y(limits.centre), "usual")}${
    target === null ? null : line(plot.left, y(target), plot.right, y(target), "target")
  }${curve(
    points.map(({ value }) => value),
    x,
    y,
  )}${points.map((point, index) => {
    if (point.value === null) {
      const said = x(1) - x(0) > 30 ? text(x(index), plot.top + 14, NO_DATA, { at: "middle" }) : null;
      return html`${rect(x(index) - 6, plot.top, 12, plot.bottom - plot.top, "gap", `${point.label}: ${NO_DATA}`)}${said}`;
    }
    return circle(x(index), y(point.value), point.isSignal ? 4.5 : 3, point.isSignal ? "tonight" : "mark");
  })}${isNarrow ? null : sideLabels(data, plot, y, format)}${text(
    0,
    rangePlot.top - 10,
    "moving range",
  )}${line(plot.left, rangePlot.bottom, plot.right, rangePlot.bottom, "axis")}${text(plot.left - 8, rangePlot.bottom + 4, "0", { at: "end" })}${
    limits === null
      ? null
      : html`${line(plot.left, rangeY(limits.rangeHigh), plot.right, rangeY(limits.rangeHigh), "edge")}${isNarrow ? null : text(plot.right + 8, rangeY(limits.rangeHigh) + 4, `limit ${format(limits.rangeHigh)}`)}`
  }${curve(ranges, x, rangeY)}${periodLabels(points, x, rangePlot.bottom + 18, { isNarrow, room: plot.right - plot.left })}`;
  return { height: rangePlot.bottom + 28, marks };
}

function band(limits: { readonly low: number; readonly high: number }, plot: Plot, y: (value: number) => number): Html {
  const [top, bottom] = [y(limits.high), y(limits.low)];
  return html`${rect(plot.left, top, plot.right - plot.left, bottom - top, "band")}${line(plot.left, top, plot.right, top, "edge")}${line(plot.left, bottom, plot.right, bottom, "edge")}`;
}

function curve(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): Html | null {
  const shape = shapeLine<number | null>()
    .digits(1)
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  return path(shape([...values]), "line");
}

/** The first and last period, and what is between them where there is room. */
function periodLabels(
  points: readonly XmrPoint[],
  x: (index: number) => number,
  y: number,
  { isNarrow, room }: { readonly isNarrow: boolean; readonly room: number },
): Html {
  const widest = Math.max(...points.map(({ label }) => Math.min(label.length, 12))) * LETTER + 16;
  const step = isNarrow ? Math.max(1, points.length - 1) : Math.max(1, Math.ceil((points.length * widest) / room));
  const last = points.length - 1;
  return html`${points.map(({ label }, index) => {
    if ((last - index) % step !== 0) return null;
    const at = index === last && points.length > 1 ? "end" : index === 0 ? "start" : "middle";
    return text(x(index) + (at === "end" ? 10 : at === "start" ? -10 : 0), y, fitted(label, 12 * LETTER), { at });
  })}`;
}

function sideLabels(
  { limits, isTrial, target }: XmrData,
  plot: Plot,
  y: (value: number) => number,
  format: (value: number) => string,
): Html {
  const lines = [
    ...(limits === null
      ? []
      : [
          { at: limits.high, words: `${isTrial ? "trial " : ""}limit ${format(limits.high)}` },
          { at: limits.centre, words: `mean ${format(limits.centre)}` },
          { at: limits.low, words: `${isTrial ? "trial " : ""}limit ${format(limits.low)}` },
        ]),
    ...(target === null ? [] : [{ at: target, words: `target ${format(target)}` }]),
  ].sort((a, b) => b.at - a.at);
  let previous = Number.NEGATIVE_INFINITY;
  return html`${lines.map(({ at, words }) => {
    previous = Math.max(y(at) + 4, previous + 15);
    return text(plot.right + 8, previous, fitted(words, 122));
  })}`;
}
