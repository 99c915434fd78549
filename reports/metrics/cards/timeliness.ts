import type { MetricCard } from "../card.js";
import { periodBefore } from "../figure.js";
import { variationFrom, waitChange } from "../methods/change.js";
import { type SurvivalQuantile, survivalQuantiles } from "../methods/survival-quantile.js";
import type { Before, Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { monthBefore, scopeOf, slicesOf } from "../slices.js";
import { changesOf, variationOf } from "../trend.js";
import { type Stage, TO_DECISION, TO_DECISION_IN_TARGETS, waitingOf } from "../waiting.js";
import {
  MEDIAN,
  MEDIAN_ID,
  NINE_IN_TEN,
  NINETIETH_ID,
  quantilesByWeek,
  WITHIN_ID,
  withinAtTarget,
  withinByWeek,
} from "./weekly-waits.js";

const EXCLUSIONS = [
  { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
  { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
];

const COMMON = {
  denominator: "requests made in the 90 days up to the night",
  owner: "disclosure office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier", "month"],
} satisfies Partial<MetricCard>;

const medianCard: MetricCard = {
  ...COMMON,
  id: MEDIAN_ID,
  title: "Half of requests are decided within",
  question: "How long does it take until half of the requests made have a decision?",
  counting_rule:
    "Calendar hours, every hour of every day, from the step requested to the first of approved, denied and withdrawn. Requests still open at the end of the night count as waiting until then; they are not left out.",
  numerator: "hours from requested to decided, or to the end of the night",
  exclusions: EXCLUSIONS,
  unit: "calendar hours",
  target: {
    kind: "none",
    reason: "target hours are set for most requests, not for half of them: see the share within target",
  },
  direction: "decrease",
  method: "Kaplan–Meier median; 95 % interval by the log-log transform",
  source: "Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestøl 1990",
};

const ninetiethCard: MetricCard = {
  ...COMMON,
  id: NINETIETH_ID,
  title: "Nine in ten requests are decided within",
  question: "How long does it take until nine in ten of the requests made have a decision?",
  counting_rule: medianCard.counting_rule,
  numerator: medianCard.numerator,
  exclusions: EXCLUSIONS,
  unit: "calendar hours",
  target: { kind: "feed", feed: "tiers", reason: "the target hours of the tier, for the figure of a single tier" },
  direction: "decrease",
  method: "Kaplan–Meier 90th percentile; 95 % interval by the log-log transform",
  source: "Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestøl 1990",
};

const withinCard: MetricCard = {
  ...COMMON,
  id: WITHIN_ID,
  title: "Decided within the target of their tier",
  question: "What share of requests is decided within the target hours of their urgency tier?",
  counting_rule:
    "Each wait from requested to the first of approved, denied and withdrawn is held against the target hours of the request’s own tier, in calendar hours; exactly on the target is within it. Requests still open count as waiting until the end of the night.",
  numerator: "requests decided within the target hours of their tier",
  exclusions: [...EXCLUSIONS, { id: "no_target", words: "requests whose tier has no target hours" }],
  unit: "share",
  target: { kind: "setting", key: "targets.decided_within_target_share" },
  direction: "increase",
  method:
    "1 − Kaplan–Meier at the target, waits counted in units of it; 95 % interval by the log-log transform, exact binomial where all or none were in time",
  source: "Kaplan & Meier 1958; Borgan & Liestøl 1990; Clopper & Pearson 1934",
  needs: ["sharing_steps", "tiers"],
};

/** Hours until half of the requests are decided. */
export const decidedMedian: Metric = {
  card: medianCard,
  estimate: quantileFigures(medianCard, MEDIAN, () => undefined),
};

/** Hours until nine in ten are decided; a single tier is held against its own target hours. */
export const decidedNinetieth: Metric = {
  card: ninetiethCard,
  estimate: quantileFigures(ninetiethCard, NINE_IN_TEN, tierTarget),
};

/** Share decided within the tier's target hours. */
export const decidedWithinTarget: Metric = {
  card: withinCard,
  estimate: (context) =>
    slicesOf(withinCard.slices, context).map((slice): Estimated => {
      const { now, earlier, period } = both(context, TO_DECISION_IN_TARGETS, slice);
      const before = beforeOf(withinAtTarget(earlier).value, earlier.n);
      const variation = isMonth(slice)
        ? variationFrom(waitChange(earlier.curve.table, now.curve.table), "decrease")
        : variationOf(withinByWeek(context, slice), withinCard.direction, changesOf(context.settings, WITHIN_ID));
      return { slice, period, n: now.n, excluded: now.excluded, ...withinAtTarget(now), before, variation };
    }),
};

function quantileFigures(
  card: MetricCard,
  share: number,
  targetOf: (context: MetricContext, slice: Slice) => number | null | undefined,
): Metric["estimate"] {
  return (context) =>
    slicesOf(card.slices, context).map((slice): Estimated => {
      const { now, earlier, period } = both(context, TO_DECISION, slice);
      const [quantile] = survivalQuantiles(now.curve, [share]);
      const target = targetOf(context, slice);
      const before = beforeOf(survivalQuantiles(earlier.curve, [share])[0]?.time ?? null, earlier.n);
      const variation = isMonth(slice)
        ? variationFrom(waitChange(earlier.curve.table, now.curve.table), card.direction)
        : variationOf(
            quantilesByWeek(context, slice)[share === MEDIAN ? 0 : 1],
            card.direction,
            changesOf(context.settings, card.id),
          );
      const { n, excluded } = now;
      const figure = { slice, period, n, excluded, ...quantileValue(quantile), before, variation };
      return target === undefined ? figure : { ...figure, target };
    });
}

/** The waits of a slice and of what it is held against: a month against the month before, all else by the period. */
function both({ requests, period }: MetricContext, stage: Stage, slice: Slice) {
  const scope = scopeOf(slice, { period });
  const earlier = slice.month === undefined ? periodBefore(period) : monthBefore(slice.month);
  return {
    now: waitingOf(requests, stage, scope.rows, scope.period),
    earlier: waitingOf(requests, stage, scope.rows, earlier),
    period: scope.period,
  };
}

/** Months are held against the month before; no weekly chart is made of a month. */
function isMonth({ month }: Slice): boolean {
  return month !== undefined;
}

/** What the period before had; whether it changed is told by the weeks. */
function beforeOf(value: number | null, n: number): Before | null {
  return value === null ? null : { value, n, is_tested: false };
}

/** A quantile as value and interval; a curve on which nobody has ended says nothing. */
function quantileValue(quantile: SurvivalQuantile | undefined): Pick<Estimated, "value" | "interval"> {
  return { value: quantile?.time ?? null, interval: [quantile?.lower ?? null, quantile?.upper ?? null] };
}

function tierTarget({ requests, period }: MetricContext, slice: Slice): number | null {
  if (slice.tier === undefined) return null;
  const [row] = requests.rows(slice, period.first, period.last);
  const target = row === undefined ? Number.NaN : (requests.target_hours[row] ?? Number.NaN);
  return Number.isNaN(target) ? null : target;
}
