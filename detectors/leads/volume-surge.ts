import { z } from "zod";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { countQuantile, midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import { abstained } from "../verdict.js";

/** One row an actor active tonight; a baseline of active days strictly before tonight and its guard band. */
const CASES = /* sql */ `
  SELECT
    tonight.actor_id AS entity_id,
    tonight.event_count::DOUBLE AS observed_count,
    count(past.day)::DOUBLE AS history_days,
    coalesce(avg(past.event_count), 0)::DOUBLE AS history_mean,
    coalesce(var_samp(past.event_count), 0)::DOUBLE AS history_variance
  FROM actor_day AS tonight
  LEFT JOIN actor_day AS past
    ON past.actor_id = tonight.actor_id
    AND past.day BETWEEN $night::DATE - $history_days::INTEGER AND $night::DATE - $guard_days::INTEGER
  WHERE tonight.day = $night::DATE
  GROUP BY tonight.actor_id, tonight.event_count
  ORDER BY tonight.actor_id
`;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE actor_id = $entity_id AND day = $night::DATE
  ORDER BY event_time, source, event_id
`;

const caseShape = z.object({
  entity_id: z.string(),
  observed_count: z.number(),
  history_days: z.number(),
  history_mean: z.number(),
  history_variance: z.number(),
});

/** Size of the negative binomial by moments, kept between a heavy over-dispersion and nearly Poisson. */
function sizeByMoments(mean: number, variance: number): number {
  return variance <= mean ? 100 : Math.min(100, Math.max(0.5, (mean * mean) / (variance - mean)));
}

/** Tonight's events of an actor against the actor's own active days, as a negative-binomial tail by moments. */
export const volumeSurge = detector({
  id: "volume-surge",
  question: "Did this person open far more than they usually do?",
  entity: "actor",
  family: "volume",
  needs: ["access"],
  status: "experimental",
  falsePositives: ["cover for an absent colleague", "a declared exercise", "first weeks in a new post"],
  wouldRefute: ["A tasking or request that covers the material opened"],
  references: ["Noufaily et al. 2013, doi:10.1002/sim.5595"],
  params: z.object({
    history_days: z
      .int()
      .min(14)
      .default(90)
      .describe("Days of baseline: a quarter, so that a slow change of post shows."),
    guard_days: z
      .int()
      .min(1)
      .default(3)
      .describe("Days before tonight left out, so that a pattern does not hide itself."),
    history_days_min: z.int().min(2).default(14).describe("Active days below which this detector has no opinion."),
  }),
  caseShape,
  cases: CASES,
  pool: () => null,
  judge(row, { history_days_min }) {
    if (row.history_days < history_days_min) return abstained("too few days of history");
    const law = negativeBinomial(
      sizeByMoments(row.history_mean, row.history_variance),
      Math.max(row.history_mean, 0.5),
    );
    return {
      status: "scored",
      p_value: Math.max(ordinaryP(law, row.observed_count, "upper"), Number.MIN_VALUE),
      p_mid: Math.max(midP(law, row.observed_count, "upper"), Number.MIN_VALUE),
      direction: "up",
      observed: row.observed_count,
      expected: law.mean,
      interval: [countQuantile(law, 0.005), countQuantile(law, 0.995)],
      unit: "events a day",
      evidence: { history_days: row.history_days },
    };
  },
  say: ({ observed, interval: [low, high] }) =>
    `${observed} events in the day, where ${low} to ${high} would be ordinary for this person.`,
  events: EVENTS,
});
