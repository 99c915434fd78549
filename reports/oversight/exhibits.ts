import { z } from "zod";
import { type DetectionShown, detectionOn, type PrecisionShown, precisionOn } from "../../data/review/estimates.js";
import { bindNamed } from "../../data/store/named.js";
import { actionsOf } from "../metrics/cards/coverage.js";
import { untouchedAges } from "../metrics/cards/workload.js";
import type { MetricContext } from "../metrics/metric.js";

/** How many of the oldest open requests are listed. Source: 5 U.S.C. 552(e)(1)(L). */
const OLDEST_COUNT = 10;

const OLDEST = /* sql */ `
  SELECT request_id, partner, tier, timezone($time_zone, requested_at)::DATE AS made_on,
    ($night::DATE - timezone($time_zone, requested_at)::DATE)::INTEGER AS age_days
  FROM request_life
  WHERE decided_at IS NULL AND requested_at IS NOT NULL
  ORDER BY requested_at, request_id
  LIMIT $oldest_count::INTEGER
`;

/** Silences of a source: days of the period since its first on which it said nothing. */
const SILENT = /* sql */ `
  WITH heard AS (
    SELECT source, min(day) AS first_day
    FROM source_hour
    WHERE day <= $night::DATE
    GROUP BY source
  )
  SELECT heard.source, list(calendar.day::DATE::VARCHAR ORDER BY calendar.day) AS days
  FROM heard
  CROSS JOIN generate_series($first::TIMESTAMP, $night::TIMESTAMP, INTERVAL 1 DAY) AS calendar(day)
  WHERE calendar.day >= heard.first_day
    AND NOT EXISTS (
      SELECT 1 FROM source_hour WHERE source_hour.source = heard.source AND source_hour.day = calendar.day::DATE
    )
  GROUP BY heard.source
  ORDER BY heard.source
`;

const ABSTAINED = /* sql */ `
  SELECT detector, reason, count(*)::INTEGER AS count
  FROM verdict
  WHERE night = $night::DATE AND status = 'abstained'
  GROUP BY detector, reason
  ORDER BY detector, reason
`;

const oldestShape = z.object({
  request_id: z.string(),
  partner: z.string().nullable(),
  tier: z.string().nullable(),
  made_on: z.string(),
  age_days: z.number(),
});

const silentShape = z.object({ source: z.string(), days: z.array(z.string()) });
const abstainedShape = z.object({ detector: z.string(), reason: z.string().nullable(), count: z.number() });

/** What the report lists beside its figures. */
export interface Exhibits {
  /** At most ten open requests, the oldest first. */
  readonly oldest: readonly z.infer<typeof oldestShape>[];
  /** The acts that each source logged in the last week. */
  readonly sources: readonly { readonly source: string; readonly actions: readonly string[] }[];
  /** Days of the period on which a source that had been heard before said nothing. */
  readonly silent: readonly z.infer<typeof silentShape>[];
  /** What detectors could not judge on the night. */
  readonly abstained: readonly z.infer<typeof abstainedShape>[];
  /** What decisions made of each detector's leads, and what the list gets right and misses, as estimated on the night. */
  readonly precision: readonly PrecisionShown[];
  readonly detection: readonly DetectionShown[];
  /** Days that each undecided flag has stood. */
  readonly untouched: readonly { readonly kind: string; readonly age_days: number }[];
}

/** Reads them from the store, as it was known on the context's night. */
export async function readExhibits(context: MetricContext): Promise<Exhibits> {
  const { store, values } = context;
  const bound = (sql: string) => bindNamed(sql, { ...values, oldest_count: OLDEST_COUNT });
  return {
    oldest: await store.rows(OLDEST, oldestShape, bound(OLDEST)),
    sources: await actionsOf(context),
    silent: await store.rows(SILENT, silentShape, bound(SILENT)),
    abstained: await store.rows(ABSTAINED, abstainedShape, bound(ABSTAINED)),
    precision: await precisionOn(store, context.night),
    detection: await detectionOn(store, context.night),
    untouched: await untouchedAges(context),
  };
}
