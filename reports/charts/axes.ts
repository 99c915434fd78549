import { tickStep } from "d3-array";
import { type Html, html } from "../border/html.js";
import { dayNumber, formatDayShort, formatNumber } from "./format.js";
import { LETTER, line, text } from "./frame.js";

/** The part of a canvas where data stand: left, right, top, bottom, in CSS px. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What an axis needs of a d3 scale. */
export interface AxisScale {
  (value: number): number;
  ticks(count: number): number[];
  domain(): number[];
}

/** How ticks are written: as many digits as the step between them asks for, millions and billions in words. */
export function tickFormat(low: number, high: number, count: number): (value: number) => string {
  const step = tickStep(low, high, count);
  const digits = step > 0 && step < 1 ? Math.min(12, Math.ceil(-Math.log10(step) - 1e-9)) : 0;
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size >= 1e9 && size < 1e15) return (value) => (value === 0 ? "0" : `${formatNumber(value / 1e9)} bn`);
  if (size >= 1e6 && size < 1e9) return (value) => (value === 0 ? "0" : `${formatNumber(value / 1e6)} m`);
  return (value) => formatNumber(value, { digits });
}

/** Room for the labels of a vertical axis. */
export function axisRoom(labels: readonly string[]): number {
  return Math.max(...labels.map((label) => label.length), 2) * LETTER + 10;
}

/** Horizontal lines with their values on the left and the unit above them. */
export function valueAxis(
  scale: AxisScale,
  plot: Plot,
  {
    ticks,
    format,
    unit,
  }: { readonly ticks: readonly number[]; readonly format: (value: number) => string; readonly unit: string },
): Html {
  return html`${text(0, plot.top - 12, unit)}${ticks.map((tick) => {
    const y = scale(tick);
    return html`${line(plot.left, y, plot.right, y, "grid")}${text(plot.left - 8, y + 4, format(tick), { at: "end" })}`;
  })}`;
}

/** Values under a horizontal axis, with the unit at the end of the next line. */
export function bottomAxis(
  scale: AxisScale,
  plot: Plot,
  {
    ticks,
    format,
    unit,
  }: { readonly ticks: readonly number[]; readonly format: (value: number) => string; readonly unit: string },
): Html {
  return html`${line(plot.left, plot.bottom, plot.right, plot.bottom, "axis")}${ticks.map(
    (tick) =>
      html`${line(scale(tick), plot.bottom, scale(tick), plot.bottom + 4, "axis")}${text(scale(tick), plot.bottom + 18, format(tick), { at: "middle" })}`,
  )}${unit === "" ? null : text(plot.right, plot.bottom + 34, unit, { at: "end" })}`;
}

/**
 * Days under a horizontal axis: the last one always, earlier ones at whole weeks where there are more than two.
 *
 * days   YYYY-MM-DD, ascending; scale takes their day numbers
 */
export function dayAxis(days: readonly string[], scale: (value: number) => number, plot: Plot, count: number): Html {
  const numbers = days.map(dayNumber);
  const [first = 0, last = 0] = [numbers[0], numbers.at(-1)];
  const rough = Math.max(1, Math.ceil((last - first + 1) / count));
  const step = last - first > 14 ? Math.ceil(rough / 7) * 7 : rough;
  const byNumber = new Map(numbers.map((number, index) => [number, days[index] ?? ""]));
  const shown = [...byNumber].filter(([number]) => (last - number) % step === 0);
  return html`${line(plot.left, plot.bottom, plot.right, plot.bottom, "axis")}${shown.map(([number, day]) =>
    text(scale(number), plot.bottom + 18, formatDayShort(day), { at: "middle" }),
  )}`;
}

/** Heights moved apart to at least `gap`, keeping their order and staying as near as may be. */
export function apart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0) || a - b);
  const moved = [...heights];
  let previous = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    previous = Math.max(heights[index] ?? 0, previous + gap);
    moved[index] = previous;
  }
  return moved;
}
