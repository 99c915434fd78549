import { scaleLinear } from "d3-scale";
import { type Html, html } from "../border/html.js";
import { axisRoom, bottomAxis, type Plot, tickFormat, valueAxis } from "./axes.js";
import { formatInterval, formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, type Drawing, figure, line, rect, text } from "./frame.js";
import { fitted } from "./letters.js";

/** Values from `from` up to, not with, `to`; an open last bin has `to` null. */
export interface Bin {
  readonly from: number;
  readonly to: number | null;
  readonly count: number | null;
}

export interface HistogramData {
  /** Ascending, adjoining. */
  readonly bins: readonly Bin[];
  readonly unit: string;
  readonly countUnit: string;
  /** A value to point at: tonight, a median, a target. */
  readonly pointer: { readonly value: number; readonly label: string } | null;
}

/** Counts by equal or unequal bins. Unequal bins stand side by side with their limits, so height is a count, not a density. */
export function histogram(about: About, data: HistogramData): Html {
  const hasData = data.bins.some(({ count }) => count !== null);
  return figure(about, hasData ? (canvas) => draw(data, canvas) : `${NO_DATA} to count`, {
    columns: [{ head: data.unit }, { head: data.countUnit, isNumber: true }],
    rows: data.bins.map((bin) => [rangeOf(bin), formatOrNone(bin.count)]),
  });
}

function rangeOf({ from, to }: Bin): string {
  return to === null ? `${formatNumber(from)} and more` : formatInterval(from, to);
}

function draw({ bins, unit, countUnit, pointer }: HistogramData, { width, isNarrow }: Canvas): Drawing {
  const highest = Math.max(1, ...bins.map(({ count }) => count ?? 0));
  const scale = scaleLinear([0, highest], [0, 1]).nice(4);
  const ticks = scale.ticks(4).filter(Number.isInteger);
  const write = tickFormat(0, scale.domain()[1] ?? highest, 4);
  const plot: Plot = { left: axisRoom(ticks.map(write)), right: width - 16, top: 44, bottom: isNarrow ? 180 : 210 };
  const y = scale.range([plot.bottom, plot.top]);
  const x = scaleLinear([0, bins.length], [plot.left + 2, plot.right]);
  const bars = bins.map((bin, index) => {
    const [left, wide] = [x(index) + 1, x(1) - x(0) - 2];
    const words = `${rangeOf(bin)}: ${formatOrNone(bin.count)}`;
    const said = wide > 50 ? text(left + wide / 2, plot.top + 16, NO_DATA, { at: "middle" }) : null;
    return bin.count === null
      ? html`${rect(left, plot.top, wide, plot.bottom - plot.top, "gap", words)}${said}`
      : rect(left, y(bin.count), wide, plot.bottom - y(bin.count), "bar", words);
  });
  const every = Math.max(1, Math.ceil((bins.length + 1) / (isNarrow ? 5 : 14)));
  const limits = [...bins.map(({ from }) => from), bins.at(-1)?.to ?? null];
  const shown = limits.flatMap((value, index) => (value === null || index % every !== 0 ? [] : [index]));
  const axis = bottomAxis(x, plot, { ticks: shown, format: (index) => formatNumber(limits[index] ?? 0), unit });
  const position = pointer === null ? null : placeIn(bins, pointer.value);
  const mark =
    pointer === null || position === null
      ? null
      : html`${line(x(position), plot.top - 8, x(position), plot.bottom, "tonight-line")}${text(x(position) + (position > bins.length / 2 ? -5 : 5), plot.top - 4, fitted(pointer.label, width / 2), { at: position > bins.length / 2 ? "end" : "start", look: "tonight" })}`;
  const marks = html`${valueAxis(y, { ...plot, top: plot.top - 14 }, { ticks, format: write, unit: countUnit })}${bars}${axis}${mark}`;
  return { height: plot.bottom + 42, marks };
}

/** Where a value lies, in bins from the left; null outside them. */
function placeIn(bins: readonly Bin[], value: number): number | null {
  const index = bins.findIndex(({ from, to }) => value >= from && (to === null || value < to));
  const bin = bins[index];
  if (bin === undefined) return null;
  return bin.to === null ? index + 0.5 : index + (value - bin.from) / (bin.to - bin.from);
}
