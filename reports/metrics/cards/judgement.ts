import { z } from "zod";
import { bindNamed } from "../../../data/store/named.js";
import type { MetricCard } from "../card.js";
import { raterAgreement } from "../methods/rater-agreement.js";
import type { Metric } from "../metric.js";
import { LEVEL, shareMetric } from "../tally.js";
import { cardOf, NO_TARGET } from "./words.js";

const PRECISION = /* sql */ `
  WITH decided AS (
    SELECT flag_id, arg_max(disposition, decided_at) AS disposition
    FROM recorded_decision
    WHERE decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    GROUP BY flag_id
  )
  SELECT detector,
    (count(*) FILTER (disposition = 'confirmed concern'))::INTEGER AS numerator,
    (count(*) FILTER (disposition <> 'undetermined'))::INTEGER AS denominator,
    (count(*) FILTER (disposition = 'undetermined'))::INTEGER AS undetermined
  FROM flag
  JOIN decided USING (flag_id)
  WHERE first_night BETWEEN $first::DATE AND $night::DATE AND queue = 'leads'
  GROUP BY detector
  ORDER BY detector
`;

/** Two readings of one flag by two people: the first by each of them, in the order of their names. */
const PAIRS = /* sql */ `
  WITH reading AS (
    SELECT flag_id, reviewer, arg_min(disposition, decided_at) AS disposition
    FROM recorded_decision
    WHERE decided_at >= timezone($time_zone, $first::TIMESTAMP) AND decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
      AND (reversed_at IS NULL OR reversed_at >= timezone($time_zone, ($night::DATE + 1)::TIMESTAMP))
      AND coalesce(known_from, $night::DATE) <= $night::DATE AND coalesce(known_until, 'infinity') > $night::DATE
    GROUP BY flag_id, reviewer
  )
  SELECT one.disposition AS first, other.disposition AS second
  FROM reading AS one
  JOIN reading AS other ON one.flag_id = other.flag_id AND one.reviewer < other.reviewer
  ORDER BY one.flag_id, one.reviewer, other.reviewer
`;

const COMMON = { owner: "oversight office", needs: ["access"] } satisfies Partial<MetricCard>;

const agreementCard: MetricCard = {
  ...COMMON,
  id: "reviewer_agreement_kappa",
  title: "Agreement between reviewers",
  question: "Where two people read the same flag, how far beyond chance do they agree?",
  counting_rule:
    "Flags that two reviewers decided in the period, by the first decision of each: 1 is full agreement, 0 is what chance alone would give.",
  numerator: "agreement beyond chance",
  denominator: "pairs of readings of one flag",
  exclusions: { none: "every pair of readings of the period is counted" },
  unit: "index",
  target: NO_TARGET,
  direction: "increase",
  method: "Cohen’s kappa; large-sample interval, 95 %",
  source: "Cohen 1960; Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106",
  slices: [],
};

/** How often the detectors were right, and how alike reviewers judge. */
export const judgementMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "leads_confirmed_share",
      title: "Leads that were confirmed",
      question: "What share of the leads decided turned out to be a concern?",
      counting_rule:
        "Leads first listed in the period whose latest standing decision is “confirmed concern”, among those decided as anything but undetermined.",
      numerator: "leads confirmed",
      denominator: "leads decided, other than as undetermined",
      exclusions: [{ id: "undetermined", words: "leads decided as undetermined" }],
      direction: "neutral",
      slices: ["detector"],
    }),
    PRECISION,
  ),
  {
    card: agreementCard,
    estimate: async ({ store, values }) => {
      const shape = z.object({ first: z.string(), second: z.string() });
      const pairs = await store.rows(PAIRS, shape, bindNamed(PAIRS, values));
      const { kappa, lower, upper } = raterAgreement(
        pairs.map(({ first, second }) => [first, second] as const),
        LEVEL,
      );
      return [{ slice: {}, n: pairs.length, value: kappa, interval: [lower, upper] }];
    },
  },
];
