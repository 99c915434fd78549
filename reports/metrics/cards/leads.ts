import { z } from "zod";
import type { MetricCard } from "../card.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { slicesOf } from "../slices.js";

/** Episodes listed on a night of the period, by queue and by what they are about. */
const LISTED = /* sql */ `
  WITH listed AS (
    SELECT DISTINCT flag_id FROM flag_night WHERE night BETWEEN $first::DATE AND $night::DATE AND state <> 'withdrawn'
  ),
  person AS (
    SELECT actor_id, min(nation) AS nation
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  )
  SELECT
    flag.queue,
    CASE flag.entity_type
      WHEN 'partner' THEN flag.entity_id
      WHEN 'request' THEN request_life.partner
      WHEN 'actor' THEN nullif(person.nation, $home_nation)
    END AS partner,
    request_life.tier,
    count(*)::DOUBLE AS count,
    count(*)::DOUBLE AS n
  FROM listed
  JOIN flag USING (flag_id)
  LEFT JOIN person ON flag.entity_type = 'actor' AND person.actor_id = flag.entity_id
  LEFT JOIN request_life ON flag.entity_type = 'request' AND request_life.request_id = flag.entity_id
  GROUP BY ALL
  ORDER BY ALL
`;

/** What was judged on each night of the period, by what it is about, and the false leads that the night was to give. */
const EXPECTED = /* sql */ `
  WITH person AS (
    SELECT actor_id, min(nation) AS nation
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  weight AS (
    SELECT night, expected_count / count(*) AS expected_each
    FROM combined
    JOIN (
      SELECT night, sum(expected_false_count) AS expected_count
      FROM night_price
      WHERE queue = 'leads' AND night BETWEEN $first::DATE AND $night::DATE
      GROUP BY night
    ) AS price USING (night)
    GROUP BY night, expected_count
  ),
  judged AS (
    SELECT
      night, expected_each,
      CASE combined.entity_type
        WHEN 'partner' THEN combined.entity_id
        WHEN 'request' THEN request_life.partner
        WHEN 'actor' THEN nullif(person.nation, $home_nation)
      END AS partner,
      request_life.tier,
      count(*) AS n
    FROM combined
    JOIN weight USING (night)
    LEFT JOIN person ON combined.entity_type = 'actor' AND person.actor_id = combined.entity_id
    LEFT JOIN request_life ON combined.entity_type = 'request' AND request_life.request_id = combined.entity_id
    GROUP BY night, expected_each, 3, 4
  )
  SELECT 'leads' AS queue, partner, tier,
    sum(n * expected_each ORDER BY night)::DOUBLE AS count,
    sum(n)::DOUBLE AS n
  FROM judged
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

const rowShape = z.object({
  queue: z.string(),
  partner: z.string().nullable(),
  tier: z.string().nullable(),
  count: z.number(),
  /** What was counted over: flags, or things judged on a night. */
  n: z.number(),
});

/** Flags, or what was expected of them, by what they are about. */
export type FlagCount = z.infer<typeof rowShape>;

const COMMON = {
  denominator: "none: a count over the nights of the period",
  exclusions: [{ id: "not_of_slice", words: "flags about things that have no partner or tier" }],
  unit: "count",
  owner: "oversight office",
  needs: ["access"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

const countCard: MetricCard = {
  ...COMMON,
  id: "leads_count",
  title: "Leads raised",
  question: "How many unusual patterns were put before a reviewer in the period?",
  counting_rule:
    "Episodes in the queue of leads on at least one night of the period; an episode that lasts many nights counts once. A lead belongs to the partner it is about, or whose person or request it is about, and to the tier of its request.",
  numerator: "episodes listed",
  target: { kind: "none", reason: "neither more nor fewer leads is better: each is a question, not a finding" },
  direction: "neutral",
  method: "a plain count of all leads, not a sample: it has no interval",
  source: "contract of metrics.json",
};

const expectedCard: MetricCard = {
  ...COMMON,
  id: "leads_expected_by_chance",
  title: "Leads that chance alone would give",
  question: "How many leads would there have been if nothing unusual had happened?",
  counting_rule:
    "Each night’s expected number of false leads, summed over the nights of the period that were judged; for a partner or tier the share of what was judged that is about it.",
  numerator: "false leads expected",
  target: { kind: "none", reason: "it follows from the price that the settings name, and is no one’s performance" },
  direction: "neutral",
  method: "sum over nights of the threshold times the entities judged",
  source: "definition of the price of leads; linearity of expectation",
};

/** Episodes of leads in the period. */
export const leadsCount: Metric = {
  card: countCard,
  estimate: async (context) => {
    const rows = (await listedFlags(context)).filter(({ queue }) => queue === "leads");
    return counted(rows, countCard, context);
  },
};

/** What chance alone would have given. */
export const leadsExpected: Metric = {
  card: expectedCard,
  estimate: async (context) => {
    const rows = await context.store.rows(EXPECTED, rowShape, flagValues(context));
    return counted(rows, expectedCard, context);
  },
};

/** Episodes of every queue in the period, by what they are about. */
export async function listedFlags(context: Pick<MetricContext, "store" | "values">): Promise<FlagCount[]> {
  return context.store.rows(LISTED, rowShape, flagValues(context));
}

/** Sum over the flags of a slice. */
export function sumOf(rows: readonly FlagCount[], slice: Slice, of: "count" | "n" = "count"): number {
  return rows
    .filter(({ partner, tier }) => isOf(slice.partner, partner) && isOf(slice.tier, tier))
    .reduce((sum, row) => sum + row[of], 0);
}

/** How many are about nothing that the slice could tell apart. */
export function unplacedOf(rows: readonly FlagCount[], slice: Slice): number {
  const unplaced = rows.filter(
    ({ partner, tier }) =>
      (slice.partner !== undefined && partner === null) || (slice.tier !== undefined && tier === null),
  );
  return sumOf(unplaced, {}, "n");
}

function isOf(wanted: string | undefined, name: string | null): boolean {
  return wanted === undefined || wanted === name;
}

function flagValues({ values: { night = "", first = "", home_nation = "" } }: Pick<MetricContext, "values">) {
  return { night, first, home_nation };
}

function counted(rows: readonly FlagCount[], card: MetricCard, context: MetricContext): Estimated[] {
  return slicesOf(card.slices, context).map((slice) => ({
    slice,
    n: sumOf(rows, slice, "n"),
    excluded: { not_of_slice: unplacedOf(rows, slice) },
    value: sumOf(rows, slice),
  }));
}
