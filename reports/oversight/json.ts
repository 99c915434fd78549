import { jsonInScript } from "../border/json.js";
import type { MetricFigure, Period } from "../metrics/figure.js";

/**
 * Digits of a published figure: two numbers that builds of the same code give for one formula differ in the sixteenth, and no
 * method here is surer than the twelfth.
 */
const DIGITS = 12;

const published = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(DIGITS)));

/** metrics.json: every figure, field by field as in the contract. Ends with a line end. */
export function metricsJson(night: string, period: Period, figures: readonly MetricFigure[]): string {
  const metrics = figures.map((figure) => ({
    id: figure.id,
    title: figure.title,
    slice: figure.slice,
    period: figure.period,
    n: figure.n,
    excluded: figure.excluded,
    value: published(figure.value),
    unit: figure.unit,
    interval: figure.interval === null ? null : figure.interval.map((bound) => published(bound)),
    method: figure.method,
    target: figure.target,
    verdict: figure.verdict,
  }));
  return `${jsonInScript({ night, period, metrics }, { indent: 1 })}\n`;
}
