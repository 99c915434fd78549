import { z } from "zod";
import { addDays } from "../../data/days.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import { REQUEST_EVENTS, REQUEST_PANEL, type RequestCase, requestCase } from "../cases/request-panel.js";
import { fitWaits, stepsByNight, type Wait, type WaitBaseline } from "../judges/hazard.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { stepSum } from "../judges/step-sum.js";
import { abstained } from "../verdict.js";

/** Nights looked back over: three weeks, in which a slowing of pace must show. */
const NIGHTS = 21;
/** Days of requests before those: as many again, so that most of the baseline's own waits have ended. */
const BASELINE_DAYS_MIN = 21;
/** One and two weeks of steps against those expected. */
const WINDOWS = [7, 14] as const;
/** Pace, relative to ordinary, that each cumulative sum is most alert to: half, and a third. */
const PACES = [0.5, 0.35] as const;
/** A request older than this has been given up rather than delayed. */
const AGE_DAYS_MAX = 60;
/** Steps of a partner's baseline that its uncertainty never goes below, and 3 % of extra spread of any expectation. */
const PRIOR_STEPS = 10;
const SPREAD = 0.001;
/** Decisions of all partners together below which nobody knows what is ordinary. */
const STEPS_MIN = 30;

interface Baselines {
  readonly toAssessment: WaitBaseline;
  readonly toDecision: WaitBaseline;
  readonly step_count: number;
  readonly oldest_days: number;
}

/** Requests made on days of a confirmed concern say nothing of the partner's ordinary pace. */
function withoutConfirmed(row: RequestCase): RequestCase {
  const isKept = (_: unknown, i: number) => row.weights[i] !== 0;
  return {
    ...row,
    weights: row.weights.filter(isKept),
    tiers: row.tiers.filter(isKept),
    requested_ago: row.requested_ago.filter(isKept),
    assessed_ago: row.assessed_ago.filter(isKept),
    decided_ago: row.decided_ago.filter(isKept),
  };
}

/** From the request to its first step. */
function firstWaits(row: RequestCase): Wait[] {
  return row.requested_ago.map((begun_ago, i) => {
    const earliest = Math.max(row.assessed_ago[i] ?? -1, row.decided_ago[i] ?? -1);
    return { entity: row.entity_id, tier: row.tiers[i] ?? "", begun_ago, ended_ago: earliest < 0 ? null : earliest };
  });
}

/** From the assessment to the decision. */
function secondWaits(row: RequestCase): Wait[] {
  return row.assessed_ago.flatMap((begun_ago, i) => {
    const decided = row.decided_ago[i] ?? -1;
    if (begun_ago < 0 || decided > begun_ago) return [];
    return [{ entity: row.entity_id, tier: row.tiers[i] ?? "", begun_ago, ended_ago: decided < 0 ? null : decided }];
  });
}

/**
 * Whether a partner's requests have come to take longer, the open ones counted: steps taken over the last nights against those
 * that the ages of its open requests make ordinary, at the partner's own earlier pace.
 *
 * The figures shown are those of the look that says most: a window, or the nights since a sum began.
 *
 * p_value  Cauchy combination of the lower negative-binomial tails of one and two weeks and of the chances of two cumulative
 *          sums, for a pace of half and of a third
 */
export const delay = detector({
  id: "delay",
  question: "Do this partner's requests take longer than they did?",
  entity: "partner",
  family: "delay",
  needs: ["sharing_steps"],
  status: "stable",
  falsePositives: [
    "Requests of a harder kind",
    "Leave of the staff who assess this partner's requests",
    "Late entry of steps",
  ],
  wouldRefute: ["Steps taken that were entered late", "An agreement with the partner to wait"],
  references: ["Aalen 1978, Annals of Statistics 6:701", "Page 1954, doi:10.1093/biomet/41.1-2.100"],
  params: z.object({
    history_days: z
      .int()
      .min(30)
      .max(120)
      .default(120)
      .describe("Days of baseline before the last three weeks: four months hold enough decisions of every tier."),
  }),
  caseShape: requestCase,
  cases: REQUEST_PANEL,
  pool: (cases, { history_days }): Baselines => {
    const rule = { guard_days: NIGHTS, history_days };
    const ordinary = cases.map(withoutConfirmed);
    const toAssessment = fitWaits(ordinary.flatMap(firstWaits), rule);
    const toDecision = fitWaits(ordinary.flatMap(secondWaits), rule);
    const step_count = cases.reduce((sum, { entity_id }) => sum + toAssessment.steps(entity_id), 0);
    const oldest_days = Math.max(0, ...cases.map(({ requested_ago }) => requested_ago[0] ?? 0));
    return { toAssessment, toDecision, step_count, oldest_days };
  },
  judge(row, _params, { toAssessment, toDecision, step_count, oldest_days }) {
    if (oldest_days < NIGHTS + BASELINE_DAYS_MIN) return abstained("fewer than six weeks of requests before tonight");
    if (step_count < STEPS_MIN) return abstained("too few requests were dealt with before the last three weeks");
    const span = { nights: NIGHTS, age_days_max: AGE_DAYS_MAX };
    const first = stepsByNight(firstWaits(row), toAssessment, span);
    const second = stepsByNight(secondWaits(row), toDecision, span);
    const observed = first.observed.map((steps, i) => steps + (second.observed[i] ?? 0));
    const expected = first.expected.map((steps, i) => steps + (second.expected[i] ?? 0));
    const steps = toAssessment.steps(row.entity_id) + toDecision.steps(row.entity_id);
    const error = 1 / (steps + PRIOR_STEPS) + SPREAD;
    const lawOf = (nights: number) => negativeBinomial(1 / error, total(expected, nights));
    const tails = WINDOWS.map((nights) => {
      const [law, count] = [lawOf(nights), total(observed, nights)];
      return { nights, p_value: ordinaryP(law, count, "lower"), p_mid: midP(law, count, "lower") };
    });
    const sums = PACES.map((pace) => stepSum({ observed, expected }, pace, error));
    const merged = mergeLooks([...tails, ...sums]);
    if (merged === null || total(expected, WINDOWS[1]) === 0) return abstained("no request was open");
    const { nights } = merged.loudest;
    const strongest = sums.reduce((a, b) => (b.p_mid < a.p_mid ? b : a));
    return {
      status: "scored",
      p_value: merged.p_value,
      p_mid: merged.p_mid,
      direction: "down",
      observed: total(observed, nights),
      expected: total(expected, nights),
      interval: ordinaryInterval(lawOf(nights)),
      unit: "steps taken on requests",
      evidence: {
        window_nights: nights,
        onset_day: addDays(row.night, 1 - strongest.nights),
        open_count: row.decided_ago.filter((ago, i) => ago < 0 && (row.requested_ago[i] ?? 0) <= AGE_DAYS_MAX).length,
      },
    };
  },
  say: ({ observed, expected, interval: [low, high], evidence }) =>
    `${observed} steps were taken on this partner's requests in ${evidence.window_nights === 1 ? "the day" : `${evidence.window_nights} days`}, where their ages made ${Math.round(expected)} ordinary (${low} to ${high}); ${evidence.open_count === 1 ? "1 request is" : `${evidence.open_count} requests are`} open.`,
  events: REQUEST_EVENTS,
  less(row, amount) {
    const open = row.decided_ago
      .map((ago, place) => ({ ago, place }))
      .filter(({ ago, place }) => ago < 0 && (row.requested_ago[place] ?? 0) <= AGE_DAYS_MAX)
      .slice(0, amount);
    const decided = new Set(open.map(({ place }) => place));
    return { ...row, decided_ago: row.decided_ago.map((ago, place) => (decided.has(place) ? 0 : ago)) };
  },
});

function total(counts: readonly number[], nights: number): number {
  return counts.slice(0, nights).reduce((sum, count) => sum + count, 0);
}
