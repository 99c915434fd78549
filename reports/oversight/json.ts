import { jsonInScript } from "../border/json.js";
import type { MetricFigure, Period } from "../metrics/figure.js";

/** metrics.json: every figure, field by field as in the contract. Ends with a line end. */
export function metricsJson(night: string, period: Period, figures: readonly MetricFigure[]): string {
  const metrics = figures.map((figure) => ({
    id: figure.id,
    title: figure.title,
    slice: figure.slice,
    period: figure.period,
    n: figure.n,
    excluded: figure.excluded,
    value: figure.value,
    unit: figure.unit,
    interval: figure.interval,
    method: figure.method,
    target: figure.target,
    verdict: figure.verdict,
  }));
  return `${jsonInScript({ night, period, metrics }, { indent: 1 })}\n`;
}
