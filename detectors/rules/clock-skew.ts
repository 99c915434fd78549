import { z } from "zod";
import { broken, caseBase, counted, HOLDS, rule } from "./card.js";

const RECORD = /* sql */ `SELECT EXISTS (SELECT 1 FROM event WHERE seq IS NOT NULL) AS is_carried`;

const CASES = /* sql */ `
  WITH followed AS (
    SELECT source, event_id, seq,
      (lag(epoch_us(event_time)) OVER (PARTITION BY source ORDER BY seq) - epoch_us(event_time)) // 1000000 AS back_seconds
    FROM event
    WHERE day = $night::DATE AND seq IS NOT NULL
  )
  SELECT source AS entity_id, 'both' AS basis, coalesce(back_seconds > $tolerance_seconds::INTEGER, false) AS is_back,
    count(*)::INTEGER AS case_count, max(back_seconds)::INTEGER AS most_seconds,
    coalesce((list(event_id ORDER BY seq) FILTER (back_seconds > $tolerance_seconds::INTEGER))[1:200], []) AS event_ids
  FROM followed
  GROUP BY source, is_back
  ORDER BY entity_id, is_back
`;

/** Along a source's own numbering time does not run back. */
export const clockSkew = rule({
  id: "clock-skew",
  question: "Did this system's clock run back?",
  entity: "source",
  unit: "records",
  needs: ["access"],
  why: "what happened when, and before or after what, is only as sure as the clock of the log",
  source: "NIST SP 800-53 AU-8 and SC-45; tolerance after RFC 4120 section 7.5.8",
  rung: "audit officer",
  consequence: "record",
  record: { sql: RECORD, absent: "no source numbers its records" },
  innocentExplanations: ["several machines share one numbering", "a clock that was put right"],
  wouldRefute: ["the time server's log of a correction at that moment"],
  params: z.object({
    /** RFC 4120 section 7.5.8 recommends five minutes as the clock skew that systems bear with. */
    tolerance_seconds: z.number().int().min(0).default(300),
  }),
  caseShape: z.object({ ...caseBase, is_back: z.boolean(), most_seconds: z.number().nullable() }),
  cases: CASES,
  judge: ({ is_back, most_seconds }) => (is_back ? broken(`by as much as ${most_seconds ?? 0} seconds`) : HOLDS),
  say: (count) => `${counted(count, "record")} dated well before the one numbered before it`,
});
