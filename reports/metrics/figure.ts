import { exclusionIds, type MetricCard, type MetricUnit, type SliceName } from "./card.js";
import { dayNumber, isoDate } from "./methods/working-calendar.js";
import type { MetricVerdict } from "./verdict.js";

/** Dates "YYYY-MM-DD" in the home zone, both included. */
export interface Period {
  readonly first: string;
  readonly last: string;
}

/** The period of as many days just before. */
export function periodBefore({ first, last }: Period): Period {
  const days = dayNumber(last) - dayNumber(first) + 1;
  return { first: isoDate(dayNumber(first) - days), last: isoDate(dayNumber(first) - 1) };
}

/** One figure of metrics.json: a card computed for one slice of one period. */
export interface MetricFigure {
  readonly id: string;
  readonly title: string;
  /** Empty for the whole. */
  readonly slice: Readonly<Partial<Record<SliceName, string>>>;
  readonly period: Period;
  /** What entered the figure, and what did not by each reason, in the card's order, zeros included. */
  readonly n: number;
  readonly excluded: readonly { readonly reason: string; readonly n: number }[];
  readonly value: number | null;
  readonly unit: MetricUnit;
  /** An open end is null. */
  readonly interval: readonly [number | null, number | null] | null;
  readonly method: string;
  readonly target: number | null;
  readonly verdict: MetricVerdict;
}

/** What is wrong with a figure against its card, one line each; empty where it may be published. */
export function lintFigure(figure: MetricFigure, card: MetricCard): string[] {
  const { value, interval, target, verdict, n, excluded } = figure;
  const [low, high] = interval ?? [null, null];
  const reasons = excluded.map(({ reason }) => reason);
  const faults: [isFault: boolean, what: string][] = [
    [figure.id !== card.id, `id of another card: ${card.id}`],
    [figure.unit !== card.unit, `unit not the card's: ${figure.unit}`],
    [reasons.join() !== exclusionIds(card).join(), `excluded by other reasons than the card's: ${reasons.join(", ")}`],
    [
      [n, ...excluded.map((each) => each.n)].some((count) => !Number.isInteger(count) || count < 0),
      "a count not whole",
    ],
    [value !== null && !Number.isFinite(value), "value not finite"],
    [[low, high].some((end) => end !== null && !Number.isFinite(end)), "interval end not finite: an open end is null"],
    [
      value !== null && ((low !== null && low > value) || (high !== null && high < value)),
      "value outside its interval",
    ],
    [value === null && verdict !== "cannot tell", `a verdict without a value: ${verdict}`],
    [target === null && verdict.endsWith("target"), `a verdict on a target that is not there: ${verdict}`],
    [Object.keys(figure.slice).some((name) => !card.slices.some((slice) => slice === name)), "a slice not the card's"],
  ];
  return faults.filter(([isFault]) => isFault).map(([, what]) => `${figure.id}: ${what}`);
}
