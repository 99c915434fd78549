import { scaleLinear } from "d3-scale";
import { area, curveStepAfter, line as shapeLine } from "d3-shape";
import { type Html, html } from "../border/html.js";
import { apart, axisRoom, bottomAxis, type Plot, tickFormat, valueAxis } from "./axes.js";
import { formatInterval, formatNumber, formatShare, NO_DATA } from "./format.js";
import { type About, type Canvas, type Drawing, figure, line, path, text } from "./frame.js";
import { fitted, widthOf } from "./letters.js";

/** A step of a curve: from `time` on, `share` (0 to 1) with its interval where there is one. */
export interface Step {
  readonly time: number;
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One curve; `label` stands at its end, such as "routine 56 h (51–63)". */
export interface StepSeries {
  readonly name: string;
  readonly label: string;
  /** Ascending in time, the first at 0. */
  readonly steps: readonly Step[];
  /** Still waiting at each of `atRiskTimes`, as many. */
  readonly atRisk: readonly number[];
}

export interface StepData {
  readonly series: readonly StepSeries[];
  /** Times of the axis and of the numbers under it, ascending. */
  readonly atRiskTimes: readonly number[];
  /** "hours since the request". */
  readonly timeUnit: string;
  /** "decided". */
  readonly shareOf: string;
  /** What the numbers under the curve count: "still waiting". */
  readonly atRiskOf: string;
  /** A target time, drawn and labelled. */
  readonly target?: { readonly time: number; readonly label: string } | null;
}

/** Curves in steps (Kaplan–Meier) with their intervals and, aligned under the axis, the numbers at risk. */
export function stepChart(about: About, data: StepData): Html {
  const drawn = data.series.filter(({ steps }) => steps.length > 0);
  return figure(about, drawn.length === 0 ? `${NO_DATA} to draw a curve from` : (canvas) => draw(data, drawn, canvas), {
    columns: [
      { head: "Curve" },
      { head: `Time, ${data.timeUnit}`, isNumber: true },
      { head: `Share ${data.shareOf}`, isNumber: true },
      { head: "95 % interval", isNumber: true },
      { head: data.atRiskOf, isNumber: true },
    ],
    rows: data.series.flatMap((series) =>
      data.atRiskTimes.map((time, index) => {
        const step = series.steps.findLast((one) => one.time <= time);
        const waiting = series.atRisk[index];
        return [
          series.name,
          formatNumber(time),
          step === undefined ? NO_DATA : formatShare(step.share, { digits: 1 }),
          step === undefined || step.low === null || step.high === null
            ? NO_DATA
            : `${formatInterval(step.low * 100, step.high * 100, (value) => formatNumber(value, { digits: 1 }))} %`,
          waiting === undefined ? NO_DATA : formatNumber(waiting),
        ];
      }),
    ),
  });
}

function draw(data: StepData, drawn: readonly StepSeries[], { width, isNarrow }: Canvas): Drawing {
  const end = Math.max(...data.atRiskTimes, ...drawn.map(({ steps }) => steps.at(-1)?.time ?? 0), 1e-9);
  const shares = [0, 0.25, 0.5, 0.75, 1];
  const percent = (share: number) => formatShare(share);
  const names = drawn.map(({ name }) => name);
  const room = isNarrow
    ? axisRoom(shares.map(percent))
    : Math.min(170, Math.max(axisRoom(shares.map(percent)), Math.max(...names.map((name) => widthOf(name))) + 34));
  const labelRoom = isNarrow ? 16 : Math.min(190, Math.max(...drawn.map(({ label }) => widthOf(label, true))) + 16);
  const plot: Plot = { left: room, right: width - labelRoom, top: 30, bottom: isNarrow ? 190 : 250 };
  const x = scaleLinear([0, end], [plot.left, plot.right]);
  const y = scaleLinear([0, 1], [plot.bottom, plot.top]);
  const extended = drawn.map((series) => ({ ...series, steps: upTo(series.steps, end) }));
  const bands = extended.map(({ steps }) => {
    const band = area<Step>()
      .digits(1)
      .curve(curveStepAfter)
      .defined(({ low, high }) => low !== null && high !== null)
      .x(({ time }) => x(time));
    return path(band.y0(({ low }) => y(low ?? 0)).y1(({ high }) => y(high ?? 0))([...steps]), "band outer");
  });
  const curves = extended.map(({ steps }, index) =>
    path(
      shapeLine<Step>()
        .digits(1)
        .curve(curveStepAfter)
        .x(({ time }) => x(time))
        .y(({ share }) => y(share))([...steps]),
      `line line-${index % 4}`,
    ),
  );
  const times = isNarrow ? data.atRiskTimes.filter((_, index) => index % 2 === 0) : data.atRiskTimes;
  const format = tickFormat(0, end, times.length);
  const heights = apart(
    extended.map(({ steps }) => y(steps.at(-1)?.share ?? 0) + 4),
    16,
  );
  const endLabels = isNarrow
    ? null
    : extended.map(({ label }, index) =>
        text(plot.right + 8, heights[index] ?? 0, fitted(label, labelRoom - 8, true), { look: "strong" }),
      );
  const target = data.target
    ? html`${line(x(data.target.time), plot.top, x(data.target.time), plot.bottom, "target")}${text(x(data.target.time) + 4, plot.bottom - 6, fitted(data.target.label, plot.right - x(data.target.time)))}`
    : null;
  const atRisk = atRiskRows(data, drawn, { times, x, top: plot.bottom + 54, isNarrow });
  const marks = html`${bands}${valueAxis(y, plot, { ticks: shares, format: percent, unit: `share ${data.shareOf}` })}${bottomAxis(x, plot, { ticks: times, format, unit: data.timeUnit })}${target}${curves}${endLabels}${atRisk.marks}`;
  return { height: atRisk.height, marks };
}

/** The steps as far as the axis goes, so that the last level is drawn to its end. */
function upTo(steps: readonly Step[], end: number): readonly Step[] {
  const last = steps.at(-1);
  return last === undefined || last.time >= end ? steps : [...steps, { ...last, time: end }];
}

/** A row a curve, its key and name on the left (above, where narrow), each number under its time. */
function atRiskRows(
  data: StepData,
  drawn: readonly StepSeries[],
  place: {
    readonly times: readonly number[];
    readonly x: (time: number) => number;
    readonly top: number;
    readonly isNarrow: boolean;
  },
): { readonly marks: Html; readonly height: number } {
  const rowHeight = place.isNarrow ? 38 : 19;
  const top = place.top + 4;
  const marks = html`${text(0, top, data.atRiskOf, { look: "strong" })}${drawn.map((series, row) => {
    const nameY = top + 20 + row * rowHeight;
    const numbersY = place.isNarrow ? nameY + 17 : nameY;
    const key = place.isNarrow ? line(0, nameY - 4, 26, nameY - 4, `line line-${row % 4}`) : null;
    const name = text(
      place.isNarrow ? 34 : 0,
      nameY,
      fitted(place.isNarrow ? series.label : series.name, place.isNarrow ? 290 : 136),
    );
    const numbers = place.times.map((time) => {
      const count = series.atRisk[data.atRiskTimes.indexOf(time)];
      return text(place.x(time), numbersY, count === undefined ? "–" : formatNumber(count), { at: "middle" });
    });
    return html`${key}${name}${numbers}`;
  })}`;
  return { marks, height: top + 12 + drawn.length * rowHeight };
}
