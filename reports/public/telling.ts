import type { PublicSettings } from "../../data/settings/public.js";
import { outward, toBase } from "../disclosure/rounding.js";
import type { Suppressed } from "../disclosure/suppress.js";
import { exclusionIds, type MetricUnit } from "../metrics/card.js";
import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure, Period } from "../metrics/figure.js";
import { type PublicId, publicCard } from "./allowed.js";
import { type PublicContent, PublicFigure } from "./figure.js";

/**
 * Multiples that shares, rates and counts of our own instruments are told in: one per cent; a tenth of an event in a thousand;
 * one. Nobody reads a share more closely, and none of these is somebody's record.
 */
export const BASES = { share: 0.01, "per 1000": 0.1, own: 1 } as const;

/** What is said of a figure beside its value. */
type Told = Pick<PublicContent, "n" | "base"> & Partial<Pick<PublicContent, "slice" | "excluded" | "few">>;

/** A measured figure, rounded. */
export function shown(id: PublicId, figure: MetricFigure, told: Told): PublicFigure {
  const { value, interval, period, target, verdict } = figure;
  const { base } = told;
  return PublicFigure.of(id, {
    ...blank(id, period, base),
    ...told,
    value: value === null ? null : toBase(value, base),
    interval: value === null || interval === null ? null : withinUnit(outward(interval, base), figure.unit),
    target,
    verdict,
  });
}

/** A measured figure that is not told, and why. */
export function hidden(
  id: PublicId,
  figure: MetricFigure,
  { reason, ...told }: Told & { readonly reason: Suppressed },
) {
  const { period, target } = figure;
  return PublicFigure.of(id, { ...blank(id, period, told.base), ...told, target, suppressed: reason });
}

/** A figure whose feed is absent. */
export function notAssessed(id: PublicId, { figure, missing_feed }: AssessedFigure): PublicFigure {
  return PublicFigure.of(id, { ...blank(id, figure.period, BASES.own), missing_feed });
}

/** A figure that nothing was there for. */
export function untold(id: PublicId, { period }: MetricFigure): PublicFigure {
  return PublicFigure.of(id, blank(id, period, BASES.own));
}

/** A figure of which nothing is told. */
export function blank(id: PublicId, period: Period, base: number): PublicContent {
  return {
    ...{ slice: {}, period, n: null, excluded: unknown(id), value: null, interval: null },
    ...{ target: null, verdict: "cannot tell", suppressed: null, few: null, missing_feed: null, base },
  };
}

export function unknown(id: PublicId): null[] {
  return exclusionIds(publicCard(id)).map(() => null);
}

/**
 * How many were left out, by reason: of the whole nought and what is many enough, of a part nought alone, since the parts add
 * up to the whole.
 */
export function excludedOf(
  { excluded, slice }: MetricFigure,
  { threshold, count_base }: PublicSettings,
): (number | null)[] {
  const isWhole = Object.keys(slice).length === 0;
  return excluded.map(({ n }) => (n === 0 || (isWhole && n >= threshold) ? toBase(n, count_base) : null));
}

/** A share's interval does not leave 0 … 1 for being rounded. */
function withinUnit([low, high]: [number | null, number | null], unit: MetricUnit): [number | null, number | null] {
  if (unit !== "share") return [low, high];
  return [low === null ? null : Math.max(0, low), high === null ? null : Math.min(1, high)];
}
