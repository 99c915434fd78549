import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_PANEL, actorPanel, type PanelRow } from "../cases/actor-panel.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "../judges/series.js";
import { abstained } from "../verdict.js";

const params = z.object({
  absence_days_min: z
    .int()
    .min(2)
    .default(7)
    .describe("Days away that are an absence at all: a week covers weekends, part-time and short leave."),
  excess_days_max: z
    .number()
    .positive()
    .default(35)
    .describe(
      "A past absence counts as at most this many days more: an earlier dormant return must not excuse the next.",
    ),
  excess_days_prior: z
    .number()
    .positive()
    .default(4)
    .describe("One absence of so many days more is taken as seen: the mean of ordinary leave beyond a week."),
  excess_days_mean_min: z
    .number()
    .positive()
    .default(2)
    .describe("Least mean excess, in days: a handful of short absences does not make a fortnight impossible."),
});
type Chosen = z.infer<typeof params>;

/** The past absences of everybody: how many returns followed one, and how much longer than the least they were on average. */
interface Absences {
  readonly history_nights: number;
  readonly share: number;
  readonly mean_excess_days: number;
  /** Mean of all days between activity, working weeks included. */
  readonly mean_days: number;
}

function absencesOf(cases: readonly PanelRow[], chosen: Chosen): Absences {
  let [returns, days, long, excess] = [0, 0, 0, 0];
  for (const row of cases)
    row.nights_ago.forEach((ago, i) => {
      const away = row.away_days[i] ?? 0;
      if (ago === 0 || away === 0) return;
      const weight = row.weights[i] ?? 1;
      returns += weight;
      days += weight * away;
      if (away <= chosen.absence_days_min) return;
      long += weight;
      excess += weight * Math.min(away - chosen.absence_days_min, chosen.excess_days_max);
    });
  return {
    history_nights: historyNights(cases),
    mean_days: (days + 1) / (returns + 1),
    share: (long + 0.5) / (returns + 1),
    mean_excess_days: Math.max((excess + chosen.excess_days_prior) / (long + 1), chosen.excess_days_mean_min),
  };
}

/** Half of 1 in 100: the upper end of the interval that a verdict shows. */
const OUTSIDE = 0.005;

/**
 * The days since an actor was last active, against everybody's absences: exponential beyond a week.
 *
 * p_value  share of returns after more than a week times exp(-(days - 7) / mean excess); 1 within the week (mid half way from the share
 *          to 1)
 * source   mean excess of an exponential tail, Davison & Smith 1990, JRSS-B 52:393
 */
export const dormantReturn = detector({
  id: "dormant-return",
  question: "Has an account come back to life that nobody had used for long?",
  entity: "actor",
  family: "dormant",
  needs: ["access"],
  status: "stable",
  falsePositives: ["Parental or sick leave, a long course or secondment", "A reservist's or auditor's yearly visit"],
  wouldRefute: ["The personnel office knows of the absence and of the return"],
  references: ["Davison & Smith 1990, JRSS-B 52:393"],
  params,
  caseShape: actorPanel,
  cases: ACTOR_PANEL,
  pool: absencesOf,
  judge({ nights_ago: nights, away_days: away }, chosen, { history_nights, share, mean_days, mean_excess_days }) {
    if (history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    const tonight = nights.indexOf(0);
    if (tonight < 0) return abstained("no act tonight");
    const days = away[tonight] ?? 0;
    if (days === 0) return abstained("never seen before tonight");
    const beyond = days - chosen.absence_days_min;
    const p = Math.max(share * Math.exp(-beyond / mean_excess_days), Number.MIN_VALUE);
    const longest = Math.max(0, mean_excess_days * Math.log(share / OUTSIDE));
    return {
      status: "scored",
      p_value: beyond > 0 ? p : 1,
      p_mid: beyond > 0 ? p : (1 + share) / 2,
      direction: "up",
      observed: days,
      expected: mean_days,
      interval: [1, Math.ceil(chosen.absence_days_min + longest)],
      unit: "days since the last activity",
      evidence: { absences_ratio: share, mean_excess_days },
    };
  },
  say: ({ observed, interval: [, high] }) =>
    `${observed} days since the account was last used, where up to ${high} would be ordinary.`,
  events: ACTS_OF_NIGHT,
  more: (row) => ({ ...row, away_days: row.away_days.map((days, i) => (row.nights_ago[i] === 0 ? days + 10 : days)) }),
});
