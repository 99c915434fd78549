import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_HOURS, actorHours } from "../cases/actor-hours.js";
import { ACTS_IN_WEEK } from "../cases/events.js";
import { drained, placesOfWindow, withoutEmpty } from "../judges/less.js";
import { groupProfile, HOURS, hourRanges, oddHours, smoothed } from "../judges/odd-hours.js";
import { rulesOf, shareParams } from "../judges/params.js";
import type { ShareSeries } from "../judges/share.js";
import { judgeQuestions, poolQuestions, type SharePools, type ShareQuestion, sayShare } from "../judges/share-looks.js";
import type { Scored } from "../verdict.js";

type Case = z.infer<typeof actorHours>;

const params = z.object({
  ...shareParams,
  peer_acts: z
    .number()
    .positive()
    .default(20)
    .describe("Weight of the peers' day, in acts: a day's work, so that two weeks outweigh the peers."),
  odd_mass_max: z
    .number()
    .positive()
    .max(0.5)
    .default(0.05)
    .describe("Share of a person's acts that their odd hours may hold: the least likely twentieth of their day."),
  dispersion_min: shareParams.dispersion_min
    .default(0.005)
    .describe("Least correlation of the acts of one night: whoever stays late does several things late."),
  dispersion_prior: z
    .number()
    .positive()
    .default(30)
    .describe("Weight of everybody's over-dispersion against the own, in pairs' variance: about a month of nights."),
});
type Chosen = z.infer<typeof params>;

/** A single night, the days of a burst, and a week. */
const WINDOWS = [1, 3, 7] as const;

/** A person's odd hours, and what fell into them by night. */
interface OddSeries extends ShareSeries {
  readonly odd_hours: readonly number[];
}

/** One share of odd hours a person: series are made once, before the pools. */
interface Odd {
  readonly series: ReadonlyMap<string, OddSeries>;
  readonly pools: SharePools;
}

/** The baseline of the profile: `history_nights` before tonight. */
function pastByHour({ nights_ago, hours, act_counts, weights }: Case, historyNights: number): number[] {
  const acts = new Array<number>(HOURS).fill(0);
  nights_ago.forEach((ago, i) => {
    const hour = hours[i] ?? 0;
    if (ago > 0 && ago <= historyNights) acts[hour] = (acts[hour] ?? 0) + (weights[i] ?? 1) * (act_counts[i] ?? 0);
  });
  return smoothed(acts);
}

/** Acts in odd hours, of all acts, by night; the chance of each is the odd hours' expected share. */
function seriesOf(row: Case, isOdd: readonly boolean[], mass: number): OddSeries {
  const nights = new Map<number, { odd: number; all: number; weight: number }>();
  row.nights_ago.forEach((ago, i) => {
    const night = nights.get(ago) ?? { odd: 0, all: 0, weight: row.weights[i] ?? 1 };
    nights.set(ago, night);
    const count = row.act_counts[i] ?? 0;
    night.all += count;
    if (isOdd[row.hours[i] ?? 0] === true) night.odd += count;
  });
  return {
    group: row.kind,
    unit: row.unit,
    site: row.site,
    nights_ago: [...nights.keys()],
    weights: [...nights.values()].map(({ weight }) => weight),
    successes: [...nights.values()].map(({ odd }) => odd),
    trials: [...nights.values()].map(({ all }) => all),
    chances: [...nights.keys()].map(() => mass),
    odd_hours: isOdd.flatMap((odd, hour) => (odd ? [hour] : [])),
  };
}

function seriesOfAll(cases: readonly Case[], chosen: Chosen): Map<string, OddSeries> {
  const past = cases.map((row) => pastByHour(row, chosen.history_nights));
  const profiles = new Map(
    [...new Set(cases.map(({ kind }) => kind))].map((kind) => [
      kind,
      groupProfile(past.filter((_, i) => cases[i]?.kind === kind)),
    ]),
  );
  return new Map(
    cases.map((row, i) => {
      const profile = profiles.get(row.kind) ?? [];
      const { isOdd, mass } = oddHours(past[i] ?? [], profile, {
        prior_acts: chosen.peer_acts,
        mass_max: chosen.odd_mass_max,
      });
      return [row.entity_id, seriesOf(row, isOdd, Math.max(mass, chosen.share_min))];
    }),
  );
}

const NO_NIGHTS: ShareSeries = { group: "", nights_ago: [], successes: [], trials: [] };

const questions = (chosen: Chosen, series: ReadonlyMap<string, ShareSeries>): ShareQuestion<Case>[] => [
  {
    unit: "acts at hours that are rare for this person",
    of: "acts",
    rules: rulesOf(WINDOWS, chosen),
    series: (row) => series.get(row.entity_id) ?? NO_NIGHTS,
  },
];

/**
 * How much of what an actor did fell into the hours of their own clock in which they hardly ever do anything.
 *
 * p_value  upper tail of the beta-binomial predictive of acts in odd hours among all acts of 1, 3 and 7 nights, with the
 *          person's own clustering of late nights; merged by the Cauchy combination
 * source   odd hours as the complement of the region of highest density, Hyndman 1996, The American Statistician 50:120
 */
export const offHours = detector({
  id: "off-hours",
  question: "Was this person at work at hours at which they hardly ever are?",
  entity: "actor",
  family: "time",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A change of shift or a duty roster",
    "A trip to another time zone",
    "A deadline, an exercise or a crisis in the person's field",
  ],
  wouldRefute: ["A roster or travel order for these days", "The door log of the same hours"],
  references: ["Hyndman 1996, doi:10.1080/00031305.1996.10474359", "Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: actorHours,
  cases: ACTOR_HOURS,
  pool(cases, chosen): Odd {
    const series = seriesOfAll(cases, chosen);
    return { series, pools: poolQuestions(cases, questions(chosen, series)) };
  },
  judge(row, chosen, { series, pools }) {
    const verdict = judgeQuestions(row, questions(chosen, series), pools);
    if (verdict.status !== "scored") return verdict;
    return { ...verdict, evidence: { ...verdict.evidence, odd_hours: series.get(row.entity_id)?.odd_hours ?? [] } };
  },
  say: (verdict) => `${sayShare(verdict)} Rare hours of their own clock: ${hourRanges(oddHoursOf(verdict))}.`,
  events: ACTS_IN_WEEK,
  less(row, amount, verdict) {
    const odd = oddHoursOf(verdict);
    const order = placesOfWindow(row.nights_ago, Number(verdict.evidence.window_nights)).filter((place) =>
      odd.includes(row.hours[place] ?? -1),
    );
    const act_counts = drained(row.act_counts, order, amount);
    return { ...row, ...withoutEmpty({ nights_ago: row.nights_ago, hours: row.hours, act_counts }, act_counts) };
  },
});

function oddHoursOf({ evidence: { odd_hours } }: Scored): number[] {
  return Array.isArray(odd_hours) ? odd_hours.map(Number) : [];
}
