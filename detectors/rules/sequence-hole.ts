import { z } from "zod";
import { broken, caseBase, counted, HOLDS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM event WHERE seq IS NOT NULL) AS is_carried`;

/**
 * A number that belongs to the day after the night is no hole where it is known already. Where records of judged days come
 * late, the holes of those days are counted without them (`before`) and with them (`after`).
 */
const CASES = /* sql */ `
  WITH counted AS (
    SELECT source, count(*) FILTER (day = $night::DATE) AS record_count,
      max(seq) FILTER (day = $night::DATE) AS last_seq,
      coalesce(max(seq) FILTER (day < $night::DATE), min(seq) FILTER (day = $night::DATE) - 1) AS before_seq
    FROM event
    WHERE day BETWEEN $night::DATE - $look_back_days::INTEGER AND $night::DATE AND seq IS NOT NULL
    GROUP BY source
    HAVING record_count > 0
  ), followed AS (
    SELECT source, seq, event_id, day, lag(seq) OVER (PARTITION BY source ORDER BY seq) AS seq_before,
      lag(event_id) OVER (PARTITION BY source ORDER BY seq) AS event_before
    FROM event
    WHERE day BETWEEN $night::DATE - $look_back_days::INTEGER AND $night::DATE + 1 AND seq IS NOT NULL
      AND source IN (SELECT source FROM counted WHERE last_seq - before_seq <> record_count)
  ), hole AS (
    SELECT source, sum(seq - seq_before - 1)::BIGINT AS missing_count, count(*)::INTEGER AS hole_count,
      min(seq_before + 1) AS first_missing, max(seq - 1) AS last_missing,
      flatten(list([event_before, event_id] ORDER BY seq)) AS event_ids
    FROM followed
    WHERE day = $night::DATE AND seq - seq_before > 1
    GROUP BY source
  ), late AS (
    SELECT file_id FROM file WHERE known_from = $night::DATE AND feed = 'access'
  ), touched AS (
    SELECT DISTINCT source, unnest([day, day + 1]) AS judged_day
    FROM event
    WHERE file_id IN (SELECT file_id FROM late) AND seq IS NOT NULL
      AND day >= $night::DATE - $settle_days::INTEGER AND day < $night::DATE
  ), around AS (
    SELECT touched.source, judged_day, seq, event.day, event_id, file_id IN (SELECT file_id FROM late) AS is_late
    FROM touched
    JOIN event ON event.source = touched.source
      AND event.day BETWEEN judged_day - $look_back_days::INTEGER AND judged_day + 1
    WHERE seq IS NOT NULL AND judged_day IN (SELECT night FROM rule_outcome WHERE night < $night::DATE)
  ), again AS (
    SELECT source, judged_day, seq, day, event_id, is_late,
      lag(seq) OVER (PARTITION BY source, judged_day ORDER BY seq) AS seq_now,
      max(CASE WHEN NOT is_late THEN seq END) OVER (
        PARTITION BY source, judged_day ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS seq_then
    FROM around
  ), settled AS (
    SELECT source, unnest([
        {'basis': 'before', 'followed': CASE WHEN NOT is_late THEN seq_then END},
        {'basis': 'after', 'followed': seq_now}
      ], recursive := true), seq, event_id, judged_day
    FROM again
    WHERE day = judged_day
  ), told AS (
    SELECT source AS entity_id, 'both' AS basis, NULL::DATE AS first_day, record_count::INTEGER AS case_count, 0 AS hole_count, NULL::BIGINT AS first_missing,
      NULL::BIGINT AS last_missing, []::VARCHAR[] AS event_ids
    FROM counted
    UNION ALL
    SELECT source, 'both', NULL, missing_count::INTEGER, hole_count, first_missing, last_missing, event_ids[1:200]
    FROM hole
    UNION ALL
    SELECT source, basis, min(judged_day), sum(seq - followed - 1)::INTEGER, count(*)::INTEGER, min(followed + 1), max(seq - 1),
      list(event_id ORDER BY seq)[1:200]
    FROM settled
    WHERE seq - followed > 1
    GROUP BY source, basis
  )
  SELECT entity_id, basis, first_day::VARCHAR AS first_day, case_count, hole_count, first_missing, last_missing, event_ids
  FROM told
  ORDER BY entity_id, basis, hole_count
`;

/** A source that numbers its records has none missing. Counts records: those that came hold, those that did not are broken. */
export const sequenceHole = rule({
  id: "sequence-hole",
  question: "Are records missing from this system's log?",
  entity: "source",
  unit: "records",
  needs: ["access"],
  why: "what was lost or removed from the log cannot be watched, and somebody may have wished it so",
  source: "NIST SP 800-53 AU-9 and AU-10; contract on feeds, access.seq: a hole means lost or removed records",
  rung: "audit officer",
  consequence: "record",
  record: { sql: RECORD, absent: "no source numbers its records" },
  innocentExplanations: [
    "rows that this installation refused when reading",
    "a file that has not been delivered yet",
    "a restart of the source that skipped numbers",
  ],
  wouldRefute: [
    "the missing numbers in a later delivery (the exception is then withdrawn), or in the list of refused rows",
  ],
  params: z.object({
    /** A week before the night, so that a hole between two nights, or over a silent weekend, is seen. */
    look_back_days: z.number().int().min(1).max(31).default(7),
    /** A month, as long as other rules judge an earlier act again (the stage of the rules, LOOK_BACK_DAYS). */
    settle_days: z.number().int().min(1).max(366).default(31),
  }),
  caseShape: z.object({
    ...caseBase,
    hole_count: z.number(),
    first_missing: z.number().nullable(),
    last_missing: z.number().nullable(),
  }),
  cases: CASES,
  judge({ hole_count, first_missing, last_missing }) {
    if (hole_count === 0) return HOLDS;
    const where = `numbers ${first_missing ?? "?"} to ${last_missing ?? "?"}`;
    return broken(hole_count === 1 ? `one hole, ${where}` : `${hole_count} holes between ${where}`);
  },
  say: (count) => `${counted(count, "record")} missing from this system's own numbering`,
});
