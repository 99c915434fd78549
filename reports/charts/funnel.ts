import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { area, line as shapeLine } from "d3-shape";
import { type Html, html } from "../border/html.js";
import { axisRoom, bottomAxis, type Plot, tickFormat, valueAxis } from "./axes.js";
import { formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, line, path, text } from "./frame.js";
import { fitted, widthOf } from "./letters.js";

/** One unit: its own number of cases and its figure. */
export interface FunnelPoint {
  readonly label: string;
  readonly n: number;
  readonly value: number | null;
  /** Beyond the outer limits: more than chance. */
  readonly isOutside: boolean;
}

/** Exact limits at a number of cases: inner (95 %) and outer (99.8 %). */
export interface FunnelLimit {
  readonly n: number;
  readonly innerLow: number;
  readonly innerHigh: number;
  readonly outerLow: number;
  readonly outerHigh: number;
}

export interface FunnelData {
  readonly points: readonly FunnelPoint[];
  /** Ascending in n. */
  readonly limits: readonly FunnelLimit[];
  readonly centre: number;
  readonly unit: string;
  readonly nUnit: string;
  readonly format?: (value: number) => string;
}

/** Each unit against its own number of cases, in limits of chance: nobody is ranked; the table is in order of names. */
export function funnelChart(about: About, data: FunnelData): Html {
  const format = data.format ?? formatNumber;
  const hasData = data.points.some(({ value }) => value !== null);
  return figure(about, hasData ? (canvas) => draw(data, canvas) : `${NO_DATA} to compare`, {
    columns: [
      { head: "Name" },
      { head: data.nUnit, isNumber: true },
      { head: data.unit, isNumber: true },
      { head: "Against chance" },
    ],
    rows: [...data.points]
      .sort(byLabel)
      .map(({ label, n, value, isOutside }) => [
        label,
        formatNumber(n),
        formatOrNone(value, format),
        value === null ? "cannot tell" : isOutside ? "beyond the outer limits" : "within",
      ]),
  });
}

/** By code points: the same everywhere. */
export function byLabel(one: { readonly label: string }, other: { readonly label: string }): number {
  return one.label < other.label ? -1 : one.label > other.label ? 1 : 0;
}

function draw(data: FunnelData, { width, isNarrow }: Canvas): Drawing {
  const shown = data.points.flatMap((point) => (point.value === null ? [] : [{ ...point, value: point.value }]));
  const format = data.format ?? formatNumber;
  const missing = [...data.points].sort(byLabel).filter(({ value }) => value === null);
  const smallest = Math.min(...shown.map(({ n }) => n));
  const limits = data.limits.filter(({ n }) => n >= smallest / 2);
  const [low = 0, high = 1] = extent([
    ...shown.map(({ value }) => value),
    data.centre,
    ...limits.flatMap(({ innerLow, innerHigh }) => [innerLow, innerHigh]),
  ]);
  const pad = (high - low || 1) * 0.05;
  const scale = scaleLinear([low < 0 ? low - pad : Math.max(0, low - pad), high + (high === 1 ? 0 : pad)], [0, 1]).nice(
    4,
  );
  const ticks = scale.ticks(5);
  const write = data.format ?? tickFormat(scale.domain()[0] ?? 0, scale.domain()[1] ?? 1, 5);
  const plot: Plot = {
    left: axisRoom(ticks.map(write)),
    right: width - (isNarrow ? 14 : 110),
    top: 30,
    bottom: isNarrow ? 220 : 280,
  };
  const y = scale.range([plot.bottom, plot.top]).clamp(true);
  const most = Math.max(...shown.map(({ n }) => n), 1);
  const x = scaleLinear([0, most * 1.06], [plot.left, plot.right - 24]);
  const inside = limits.filter(({ n }) => n <= most * 1.06);
  const at = (limit: FunnelLimit) => x(limit.n);
  const edge = (side: Exclude<keyof FunnelLimit, "n">) =>
    path(
      shapeLine<FunnelLimit>()
        .digits(1)
        .x(at)
        .y((limit) => y(limit[side]))(inside),
      "edge",
    );
  const outer = area<FunnelLimit>()
    .digits(1)
    .x(at)
    .y0((limit) => y(limit.outerLow))
    .y1((limit) => y(limit.outerHigh));
  const inner = area<FunnelLimit>()
    .digits(1)
    .x(at)
    .y0((limit) => y(limit.innerLow))
    .y1((limit) => y(limit.innerHigh));
  const last = inside.at(-1);
  const right = x.range()[1] ?? plot.right;
  const words =
    isNarrow || last === undefined
      ? null
      : html`${text(right + 8, y(data.centre) + 4, `all ${format(data.centre)}`)}${text(right + 8, y(last.innerLow) + 4, "95 %")}${y(last.outerLow) - y(last.innerLow) > 14 ? text(right + 8, y(last.outerLow) + 4, "99.8 %") : null}`;
  const marks = html`${path(outer(inside), "band outer")}${path(inner(inside), "band")}${valueAxis(y, { ...plot, right }, { ticks, format: write, unit: data.unit })}${edge("outerLow")}${edge("outerHigh")}${edge("innerLow")}${edge("innerHigh")}${line(plot.left, y(data.centre), right, y(data.centre), "usual")}${bottomAxis(x, { ...plot, right }, { ticks: x.ticks(isNarrow ? 4 : 6), format: tickFormat(0, most, 6), unit: data.nUnit })}${words}${named(shown, { x, y, plot: { ...plot, right } })}${
    missing.length === 0
      ? null
      : text(
          plot.left,
          plot.bottom + 34,
          fitted(`${NO_DATA}: ${missing.map(({ label }) => label).join(", ")}`, isNarrow ? 150 : 420),
        )
  }`;
  return { height: plot.bottom + 42, marks };
}

/** Marks with their names, each name where it meets no earlier one: right, left, above or below its mark. */
function named(
  shown: readonly (FunnelPoint & { readonly value: number })[],
  { x, y, plot }: { readonly x: (n: number) => number; readonly y: (value: number) => number; readonly plot: Plot },
): Html {
  const taken: { left: number; right: number; top: number; bottom: number }[] = shown.map(({ n, value }) => ({
    left: x(n) - 5,
    right: x(n) + 5,
    top: y(value) - 5,
    bottom: y(value) + 5,
  }));
  return html`${[...shown].sort(byLabel).map(({ label, n, value, isOutside }) => {
    const words = fitted(label, 100, true);
    const wide = widthOf(words, true);
    const [cx, cy] = [x(n), y(value)];
    const places = [
      { left: cx + 9, y: cy + 4 },
      { left: cx - 9 - wide, y: cy + 4 },
      { left: cx - wide / 2, y: cy - 9 },
      { left: cx - wide / 2, y: cy + 18 },
    ].map((place) => ({ ...place, right: place.left + wide, top: place.y - 10, bottom: place.y + 3 }));
    const isFree = (box: (typeof places)[number]) =>
      box.left >= plot.left &&
      box.right <= plot.right + 8 &&
      taken.every(
        (one) => box.left > one.right || box.right < one.left || box.top > one.bottom || box.bottom < one.top,
      );
    const place = places.find(isFree) ?? null;
    if (place !== null) taken.push(place);
    const name = place === null ? null : text(place.left, place.y, words, { look: isOutside ? "tonight" : "strong" });
    return html`${circle(cx, cy, isOutside ? 5 : 4, isOutside ? "tonight" : "mark")}${name}`;
  })}`;
}
