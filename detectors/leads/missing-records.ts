import { z } from "zod";
import { detector } from "../card.js";
import { HISTORY_NIGHTS_MIN } from "../judges/series.js";
import { abstained } from "../verdict.js";

/**
 * Every source that numbers its records and logged any tonight, one row each: running numbers missing tonight, between the
 * night before and tonight included, and the earlier nights with and without such holes.
 */
const CASES = /* sql */ `
  WITH numbered AS (
    SELECT
      source,
      day,
      event_count,
      seq_last - seq_first + 1 - seq_count
        + greatest(0, seq_first - 1 - coalesce(lag(seq_last) OVER (PARTITION BY source ORDER BY day), seq_first - 1)) AS missing_count
    FROM source_day
    WHERE seq_first IS NOT NULL AND day BETWEEN $night::DATE - $history_nights::INTEGER - 1 AND $night::DATE
  )
  SELECT
    tonight.source AS entity_id,
    tonight.event_count::DOUBLE AS event_count,
    tonight.missing_count::DOUBLE AS missing_count,
    count(past.day)::DOUBLE AS history_nights,
    count(*) FILTER (past.missing_count > 0)::DOUBLE AS holed_nights
  FROM numbered AS tonight
  LEFT JOIN numbered AS past ON past.source = tonight.source AND past.day < tonight.day
  WHERE tonight.day = $night::DATE
  GROUP BY tonight.source, tonight.event_count, tonight.missing_count
  ORDER BY tonight.source
`;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM (
    SELECT
      event_id,
      seq,
      seq - lag(seq) OVER running > 1 AS is_after,
      lead(seq) OVER running - seq > 1 AS is_before
    FROM event
    WHERE source = $entity_id AND day BETWEEN $night::DATE - 1 AND $night::DATE AND seq IS NOT NULL
    WINDOW running AS (ORDER BY seq)
  )
  WHERE is_after OR is_before
  ORDER BY seq
`;

/** A source without holes has no opinion either way. */
const NOTHING_P = 0.5;

/**
 * Whether records of a source are missing: holes in its running numbers.
 *
 * p_value  the share of earlier nights with a hole, (h + 1/2) / (n + 1), divided by one more than the records missing: the
 *          size of ordinary losses falls off as 1 / size where too few have been seen to say more
 */
export const missingRecords = detector({
  id: "missing-records",
  question: "Are records of this source missing?",
  entity: "source",
  family: "records",
  needs: ["access"],
  status: "stable",
  falsePositives: [
    "A file that has not been delivered yet",
    "A restart that skips numbers",
    "Records refused by a filter on the way",
  ],
  wouldRefute: ["A later delivery that holds the missing numbers", "The source's own count of records for the night"],
  references: ["Zipf-like tail of sizes: Clauset, Shalizi & Newman 2009, doi:10.1137/070710111"],
  params: z.object({
    history_nights: z
      .int()
      .min(HISTORY_NIGHTS_MIN)
      .max(365)
      .default(120)
      .describe("Nights that say how often this source ordinarily loses records: four months."),
  }),
  caseShape: z.object({
    entity_id: z.string(),
    event_count: z.number(),
    missing_count: z.number(),
    history_nights: z.number(),
    holed_nights: z.number(),
  }),
  cases: CASES,
  pool: () => null,
  judge({ event_count, missing_count, history_nights, holed_nights }) {
    if (history_nights < HISTORY_NIGHTS_MIN)
      return abstained("fewer than 14 numbered nights of this source before tonight");
    const often = (holed_nights + 0.5) / (history_nights + 1);
    const p = missing_count > 0 ? Math.min(NOTHING_P, often / (1 + missing_count)) : NOTHING_P;
    return {
      status: "scored",
      p_value: missing_count > 0 ? p : 1,
      p_mid: p,
      direction: "up",
      observed: missing_count,
      expected: 0,
      interval: [0, Math.max(0, Math.ceil(often / 0.01) - 1)],
      unit: "running numbers missing",
      evidence: { event_count, history_nights, holed_nights },
    };
  },
  say: ({ observed, evidence }) =>
    `${observed} running numbers are missing beside ${evidence.event_count} records, where ${evidence.holed_nights} of ${evidence.history_nights} earlier nights had holes.`,
  events: EVENTS,
  less: (row, amount) => ({ ...row, missing_count: Math.max(0, row.missing_count - amount) }),
});
