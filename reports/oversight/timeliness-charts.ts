import { type Html, html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatDayShort, formatInterval, formatNumber, formatShare } from "../charts/format.js";
import { type StepSeries, stepChart } from "../charts/steps.js";
import { xmrChart } from "../charts/xmr.js";
import { horizonOf } from "../metrics/cards/outcomes.js";
import { MEDIAN_ID, medianByWeek, WITHIN_ID, withinByWeek } from "../metrics/cards/weekly-waits.js";
import { atRiskAt } from "../metrics/methods/event-table.js";
import { survivalQuantiles } from "../metrics/methods/survival-quantile.js";
import { isoDate } from "../metrics/methods/working-calendar.js";
import { SCREEN_RANGES } from "../metrics/methods/xmr-limits.js";
import { changesOf, type RecordedChange, type TrendPoint, trendChart } from "../metrics/trend.js";
import { TO_DECISION, waitingOf } from "../metrics/waiting.js";
import { partnerFunnel } from "./partner-funnel.js";
import { recentCharts } from "./recent.js";
import type { OversightReport } from "./report.js";

const DAY_MS = 86_400_000;

/** Steps drawn of one curve: more than a drawing 760 units wide can show. */
const STEPS_MAX = 400;

/** Spans of the axis between which the numbers still waiting are printed. */
const SPANS = 5;

/** The charts of waiting: how requests are decided over time by tier, week by week, and partner beside partner. */
export function timelinessCharts(report: OversightReport): Html {
  return html`${curves(report)}${weekly(report)}${recentCharts(report)}${partnerFunnel(report)}`;
}

function curves({ context }: OversightReport): Html {
  const horizon = Math.max(24, horizonOf(context) ?? 0);
  const times = Array.from({ length: SPANS + 1 }, (_, index) => (horizon / SPANS) * index);
  const whole = waitingOf(context.requests, TO_DECISION, {}, context.period);
  const series = context.tiers.map((tier): StepSeries & { readonly words: string } => {
    const { curve } = waitingOf(context.requests, TO_DECISION, { tier }, context.period);
    const [half] = survivalQuantiles(curve, [0.5]);
    const size = [...curve.table.time].filter((time) => time <= horizon).length;
    const stride = Math.max(1, Math.ceil(size / STEPS_MAX));
    const steps = Array.from({ length: size }, (_, index) => index)
      .filter((index) => index % stride === 0 || index === size - 1)
      .map((index) => ({
        time: curve.table.time[index] ?? 0,
        share: 1 - (curve.survival[index] ?? 1),
        low: finite(1 - (curve.upper[index] ?? Number.NaN)),
        high: finite(1 - (curve.lower[index] ?? Number.NaN)),
      }));
    const interval =
      half?.lower == null || half.upper == null ? "" : ` (${formatInterval(half.lower, half.upper, whole1)})`;
    return {
      name: tier,
      label: half?.time == null ? tier : `${tier} ${whole1(half.time)} h`,
      words:
        half?.time == null ? `${tier}: half not decided yet` : `${tier}: half within ${whole1(half.time)} h${interval}`,
      steps: size === 0 ? [] : [{ time: 0, share: 0, low: null, high: null }, ...steps],
      atRisk: times.map((time) => atRiskAt(curve.table, time)),
    };
  });
  const left = whole.excluded.no_request_step + whole.excluded.ended_before_it_began;
  return stepChart(
    {
      at: anchor("chart-curves"),
      title: "Share of requests decided, by hours since they were made",
      description: series.map(({ words }) => words).join(" · "),
      rule: `Requests made in the period, by urgency tier, to the first of approved, denied and withdrawn; calendar hours, with the median and its 95 % interval. Requests still open count as waiting, not left out. ${formatNumber(left)} left out: no date of the request, or decided before it.${whole.late > 0 ? ` The feed begins to say what became of requests on ${formatDay(isoDate(Math.floor((context.requests.observed_from ?? 0) / DAY_MS)))}: ${formatNumber(whole.late)} made before it and still waiting count from then on, since those that had ended by then were never entered.` : ""}`,
      source: "sharing_steps",
      n: whole.n,
    },
    {
      series,
      atRiskTimes: times,
      timeUnit: "hours since the request",
      shareOf: "decided",
      atRiskOf: "still waiting",
    },
  );
}

function weekly(report: OversightReport): Html {
  const { context } = report;
  const n = waitingOf(context.requests, TO_DECISION, {}, context.period).n;
  const median = medianByWeek(context, {});
  const within = withinByWeek(context, {});
  return html`${trendFigure(changesOf(context.settings, MEDIAN_ID), "median", "Hours until half of a week’s requests are decided", "hours", median, "decrease", n, null, whole1)}${trendFigure(
    changesOf(context.settings, WITHIN_ID),
    "within",
    "Share of a week’s requests decided within their tier’s target",
    "share",
    within,
    "increase",
    n,
    report.figures.find(({ figure }) => figure.id === "decided_within_target_share")?.figure.target ?? null,
    (value) => formatShare(value),
  )}`;
}

const VARIATION_WORDS = {
  common_cause: "The last week is within ordinary variation.",
  improvement: "The last week is better than ordinary variation.",
  concern: "The last week is worse than ordinary variation.",
  neutral_high: "The last week is higher than ordinary variation.",
  neutral_low: "The last week is lower than ordinary variation.",
  cannot_tell: "Too few weeks to tell what is ordinary.",
} as const;

const ASSURANCE_WORDS = {
  consistently_meets: " As it runs, it will meet its target.",
  consistently_misses: " As it runs, it will miss its target.",
  hit_or_miss: " As it runs, it will sometimes meet its target and sometimes not.",
  cannot_tell: "",
  no_target: "",
} as const;

function trendFigure(
  changes: readonly RecordedChange[],
  name: string,
  title: string,
  unit: string,
  points: readonly TrendPoint[],
  direction: "increase" | "decrease",
  n: number,
  target: number | null,
  format: (value: number) => string,
): Html {
  const chart = trendChart(points, direction, { target, changes });
  const limits = chart.segments.at(-1)?.limits;
  const hasLimits = limits !== undefined && limits.status !== "none";
  const withheld = points.filter(({ value }) => value === null).length;
  const start = known(points)[chart.segments.at(-1)?.start ?? 0] ?? 0;
  let seen = 0;
  return xmrChart(
    {
      at: anchor("chart-week", name),
      title,
      description: `${VARIATION_WORDS[chart.variation]}${ASSURANCE_WORDS[chart.assurance]}${chart.is_trial && hasLimits ? " Trial limits: fewer than 12 weeks." : ""}`,
      rule: `Requests by the week they were made in, weeks ending on the night’s weekday, open requests counted as waiting.${withheld > 0 ? ` ${formatNumber(withheld)} of ${formatNumber(points.length)} weeks are withheld: too few of their requests are decided yet, or none were made.` : ""} Limits: mean ± 2.66 × the mean moving range, ranges of ${formatNumber(SCREEN_RANGES)} means and more left out once.${changes.map(({ from, reason }) => ` New limits from ${formatDay(from)}: ${reason}.`).join("")}`,
      source: "sharing_steps",
      n,
    },
    {
      points: points.map(({ period, value }, index) => {
        const before = points[index - 1]?.value ?? null;
        const point = value === null ? null : (chart.points[seen++] ?? null);
        return {
          label: formatDayShort(period.last),
          value,
          movingRange: value === null || before === null ? null : Math.abs(value - before),
          isSignal: point !== null && point.cause !== "common_cause",
        };
      }),
      limits: hasLimits
        ? {
            centre: limits.mean,
            low: Math.max(0, limits.lower),
            high: unit === "share" ? Math.min(1, limits.upper) : limits.upper,
            rangeHigh: ((limits.upper - limits.mean) / 2.66) * SCREEN_RANGES,
          }
        : null,
      limitsFrom: start,
      isTrial: chart.is_trial,
      target,
      unit,
      ...(unit === "share" ? { most: 1 } : {}),
      format,
    },
  );
}

/** The places of the points that have a value. */
function known(points: readonly TrendPoint[]): number[] {
  return points.flatMap(({ value }, index) => (value === null ? [] : [index]));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function whole1(value: number): string {
  return formatNumber(value, { digits: value < 10 ? 1 : 0 });
}
