import { z } from "zod";
import { numbers } from "../cases/lists.js";
import { drained, placesOfWindow } from "../judges/less.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { shareDetector } from "../judges/share-detector.js";
import type { Scored } from "../verdict.js";

/** Tonight, and three nights: a connector that fails is seen at once, one that limps within days. */
const WINDOWS = [1, 3] as const;

/**
 * Every source that a reading of the last 93 nights brought anything of, one row each: records by the night that brought
 * them, and those of earlier days among them. 93 nights hold a baseline of 90 before three. A source's first reading brings
 * its history at once: its files stand on the days that they are of.
 */
const LATE_CASES = /* sql */ `
  WITH delivery AS (
    SELECT source, night, event_count, late_count
    FROM source_delivery
    WHERE (source, night) NOT IN (SELECT (source, read_on) FROM first_delivery)
    UNION ALL
    SELECT source, day, sum(record_count)::INTEGER, sum(late_count)::INTEGER
    FROM first_delivery
    GROUP BY source, day
  )
  SELECT
    source AS entity_id,
    $night::DATE::VARCHAR AS night,
    list(datediff('day', night, $night::DATE)::INTEGER ORDER BY night) AS nights_ago,
    list(late_count ORDER BY night) AS counts,
    list(event_count ORDER BY night) AS record_counts
  FROM delivery
  WHERE night BETWEEN $night::DATE - 92 AND $night::DATE
  GROUP BY source
  ORDER BY source
`;

/** The same from the ledger of files: rows read, and those that had been read before. */
const DUPLICATE_CASES = /* sql */ `
  WITH delivery AS (
    SELECT source, known_from AS night, sum(rows_read)::INTEGER AS record_count, sum(duplicate)::INTEGER AS duplicate_count
    FROM file
    WHERE feed = 'access' AND source IS NOT NULL
      AND (source, known_from) NOT IN (SELECT (source, read_on) FROM first_delivery)
    GROUP BY source, known_from
    UNION ALL
    SELECT source, day, sum(record_count)::INTEGER, sum(duplicate_count)::INTEGER
    FROM first_delivery
    GROUP BY source, day
  )
  SELECT
    source AS entity_id,
    $night::DATE::VARCHAR AS night,
    list(datediff('day', night, $night::DATE)::INTEGER ORDER BY night) AS nights_ago,
    list(duplicate_count ORDER BY night) AS counts,
    list(record_count ORDER BY night) AS record_counts
  FROM delivery
  WHERE night BETWEEN $night::DATE - 92 AND $night::DATE
  GROUP BY source
  ORDER BY source
`;

const LATE_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  JOIN file USING (file_id)
  LEFT JOIN first_delivery USING (file_id)
  WHERE event.source = $entity_id
    AND CASE
      WHEN first_delivery.day IS NULL THEN file.known_from = $night::DATE AND event.day < $night::DATE
      ELSE first_delivery.day = $night::DATE AND event.day < $night::DATE - 1
    END
  ORDER BY event_time, event_id
`;

const DELIVERED_EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  JOIN file USING (file_id)
  LEFT JOIN first_delivery USING (file_id)
  WHERE event.source = $entity_id AND coalesce(first_delivery.day, file.known_from) = $night::DATE
  ORDER BY event_time, event_id
`;

const caseShape = z.object({
  entity_id: z.string(),
  night: z.string(),
  nights_ago: numbers,
  counts: numbers,
  record_counts: numbers,
});

const params = z.object({
  ...shareParams,
  dispersion_min: shareParams.dispersion_min
    .default(0.05)
    .describe("Least correlation of one delivery's records: they are late or doubled by the file, not one by one."),
});

/** Fewer records of the kind among as many. */
const fewer = (row: z.infer<typeof caseShape>, amount: number, { evidence: { window_nights } }: Scored) => ({
  ...row,
  counts: drained(row.counts, placesOfWindow(row.nights_ago, Number(window_nights)), amount),
});

/** Whether more of what a source delivered was of earlier days than its deliveries usually bring. */
export const lateRecords = shareDetector({
  id: "late-records",
  question: "Did this source deliver records later than it usually does?",
  entity: "source",
  family: "records",
  weight: 0.25,
  needs: ["access"],
  status: "trial",
  falsePositives: [
    "A backlog delivered after a maintenance",
    "The first delivery of an archive",
    "A clock that was set right",
  ],
  wouldRefute: ["The connector's own log of when it read and sent these records"],
  references: ["Lawless 1994, doi:10.2307/3315820"],
  params,
  caseShape,
  cases: LATE_CASES,
  questions: (chosen) => [
    {
      unit: "records of earlier days",
      of: "records delivered",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: "source", successes: row.counts, trials: row.record_counts }),
    },
  ],
  events: LATE_EVENTS,
  less: fewer,
});

/** Whether more of what a source delivered had been delivered before than is usual. */
export const duplicateRecords = shareDetector({
  id: "duplicate-records",
  question: "Did this source deliver records again that it had delivered before?",
  entity: "source",
  family: "records",
  weight: 0.25,
  needs: ["access"],
  status: "trial",
  falsePositives: ["A file sent twice to be sure", "A connector that began again after a restart"],
  wouldRefute: ["The connector's own log of what it sent and why"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape,
  cases: DUPLICATE_CASES,
  questions: (chosen) => [
    {
      unit: "records that had been read before",
      of: "records delivered",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: "source", successes: row.counts, trials: row.record_counts }),
    },
  ],
  events: DELIVERED_EVENTS,
  less: fewer,
});
