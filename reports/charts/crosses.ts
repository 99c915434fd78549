import { scaleLinear } from "d3-scale";
import { type Html, html } from "../border/html.js";
import { axisRoom, bottomAxis, type Plot, valueAxis } from "./axes.js";
import { formatInterval, NO_DATA } from "./format.js";
import { type About, type Canvas, circle, type Drawing, figure, line, rect, text } from "./frame.js";
import { byLabel } from "./funnel.js";
import { fitted, widthOf } from "./letters.js";

interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Something measured on two sides, each with its interval. */
export interface Cross {
  readonly label: string;
  readonly x: Measured;
  readonly y: Measured;
  /** Asks for a look: drawn as a square in another colour, with its name in strong letters. */
  readonly isBehind: boolean;
}

export interface CrossData {
  readonly points: readonly Cross[];
  readonly xUnit: string;
  readonly yUnit: string;
  readonly format: (value: number) => string;
}

/** The least span of a side, so that a few tenths of a per cent do not look like a world. */
const SPAN_MIN = 0.1;

/** Names nearer than this to another name stand a line further down. */
const LINE_PX = 14;

/** Two sides of several things at once, each share with its interval; names stand at their marks. */
export function crossChart(about: About, data: CrossData): Html {
  const { points, xUnit, yUnit, format } = data;
  const rows = [...points].sort(byLabel);
  return figure(
    about,
    rows.length === 0 ? `${NO_DATA} to compare` : (canvas) => draw({ ...data, points: rows }, canvas),
    {
      columns: [
        { head: "Name" },
        { head: xUnit, isNumber: true },
        { head: "95 % interval", isNumber: true },
        { head: yUnit, isNumber: true },
        { head: "95 % interval", isNumber: true },
      ],
      rows: rows.map(({ label, x, y }) => [
        label,
        format(x.value),
        formatInterval(x.low, x.high, format),
        format(y.value),
        formatInterval(y.low, y.high, format),
      ]),
    },
  );
}

function domainOf(sides: readonly Measured[]): [number, number] {
  const low = Math.min(...sides.map((side) => side.low));
  return [Math.max(0, Math.min(low, 1 - SPAN_MIN)), 1];
}

function draw({ points, xUnit, yUnit, format }: CrossData, { width, isNarrow }: Canvas): Drawing {
  const [xs, ys] = [domainOf(points.map(({ x }) => x)), domainOf(points.map(({ y }) => y))];
  const yTicks = scaleLinear(ys, [0, 1]).nice(4).ticks(4);
  const plot: Plot = {
    left: axisRoom(yTicks.map(format)),
    right: width - (isNarrow ? 48 : 160),
    top: 28,
    bottom: isNarrow ? 228 : 288,
  };
  const x = scaleLinear(xs, [plot.left + 8, plot.right - 8]).nice(4);
  const y = scaleLinear(ys, [plot.bottom - 8, plot.top + 8]).nice(4);
  const placed = namesAt(points.map(({ label, x: across, y: up }) => ({ label, x: x(across.value), y: y(up.value) })));
  const marks = points.map((point, index) => {
    const [at, up] = [x(point.x.value), y(point.y.value)];
    const name = placed[index] ?? { x: at, y: up };
    const mark = point.isBehind ? rect(at - 5, up - 5, 10, 10, "tonight") : circle(at, up, 4.5, "mark");
    return html`${line(x(point.x.low), up, x(point.x.high), up, "edge")}${line(at, y(point.y.low), at, y(point.y.high), "edge")}${mark}${text(name.x + 9, name.y + 4, fitted(point.label, isNarrow ? 60 : 150, true), { look: point.isBehind ? "tonight" : "strong" })}`;
  });
  return {
    height: plot.bottom + 42,
    marks: html`${valueAxis(y, plot, { ticks: y.ticks(4), format, unit: yUnit })}${bottomAxis(x, plot, { ticks: x.ticks(isNarrow ? 3 : 5), format, unit: xUnit })}${marks}`,
  };
}

/** Each name at its mark, or in the first free line below it where another name stands there already. */
function namesAt(marks: readonly { readonly label: string; readonly x: number; readonly y: number }[]) {
  const taken: { x: number; y: number; wide: number }[] = [];
  return marks.map(({ label, x, y }) => {
    const wide = widthOf(label, true) + 14;
    let line = y;
    const isTaken = (at: number) =>
      taken.some((other) => Math.abs(other.y - at) < LINE_PX && x < other.x + other.wide && other.x < x + wide);
    for (let tries = 0; tries < marks.length && isTaken(line); tries++) line += LINE_PX;
    taken.push({ x, y: line, wide });
    return { x, y: line };
  });
}
