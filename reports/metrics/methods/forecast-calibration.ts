import { clopperPearsonInterval } from "../../../data/statistics/intervals.js";

/** How often something graded with one probability came true, beside that probability. */
export interface ReliabilityPoint {
  readonly forecast: number;
  readonly count: number;
  readonly true_count: number;
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
}

/** Brier score and its parts: score = reliability − resolution + uncertainty; all null without forecasts. */
export interface ForecastCalibration {
  readonly count: number;
  /** Mean squared distance of forecast and outcome: 0 is perfect, 0.25 is a coin always called even. */
  readonly score: number | null;
  /** Distance of forecasts from what came true: 0 is well calibrated. */
  readonly reliability: number | null;
  /** How far the grades tell cases apart: more is better. */
  readonly resolution: number | null;
  readonly uncertainty: number | null;
  /** One a distinct forecast, ascending. */
  readonly points: readonly ReliabilityPoint[];
}

/**
 * Did what was graded "likely" come true that often? One group a distinct forecast, so that the parts sum exactly.
 *
 * forecasts  probability stated beforehand, in [0, 1], and whether it came true
 * throws     RangeError for a forecast outside [0, 1]
 * source     Brier 1950; Murphy 1973; exact intervals Clopper & Pearson 1934
 */
export function forecastCalibration(
  forecasts: readonly { readonly probability: number; readonly is_true: boolean }[],
  level: number,
): ForecastCalibration {
  const groups = new Map<number, { count: number; true_count: number }>();
  for (const { probability, is_true } of forecasts) {
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`not a probability: ${probability}`);
    const group = groups.get(probability) ?? { count: 0, true_count: 0 };
    groups.set(probability, { count: group.count + 1, true_count: group.true_count + (is_true ? 1 : 0) });
  }
  const points = [...groups]
    .sort(([a], [b]) => a - b)
    .map(([forecast, { count, true_count }]): ReliabilityPoint => {
      const interval = clopperPearsonInterval(true_count, count, level);
      return {
        forecast,
        count,
        true_count,
        observed: true_count / count,
        lower: interval.lower,
        upper: interval.upper,
      };
    });
  const count = forecasts.length;
  if (count === 0) return { count, score: null, reliability: null, resolution: null, uncertainty: null, points };
  const mean = (of: (point: ReliabilityPoint) => number) =>
    points.reduce((sum, point) => sum + point.count * of(point), 0) / count;
  const base = mean((point) => point.observed);
  return {
    count,
    score: mean(({ forecast, observed }) => observed * (1 - forecast) ** 2 + (1 - observed) * forecast ** 2),
    reliability: mean(({ forecast, observed }) => (forecast - observed) ** 2),
    resolution: mean(({ observed }) => (observed - base) ** 2),
    uncertainty: base * (1 - base),
    points,
  };
}
