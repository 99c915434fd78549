import { z } from "zod";
import type { FeedbackShown, PrecisionShown } from "../../data/review/shown.js";
import type { Store } from "../../data/store/store.js";

const PRECISION = /* sql */ `
  SELECT detector, stratum, confirmed_count, decided_count, undetermined_count, nominal, estimate, low, high,
    order_factor, expires_on
  FROM precision_estimate
  WHERE night = $night::DATE
  ORDER BY detector, stratum
`;

const DETECTION = /* sql */ `
  SELECT quantity, value, low, high, sampled_count, note
  FROM detection_estimate
  WHERE night = $night::DATE
  ORDER BY quantity
`;

const SUPPRESSIONS = /* sql */ `
  SELECT
    suppression_id, owner, reason, detector, entity_type, entity_id, stratum, starts_on, expires_on,
    (
      SELECT count(*) FROM suppressed_case AS hidden
      WHERE hidden.suppression_id = suppression.suppression_id AND hidden.night = $night::DATE
    )::INTEGER AS hidden_tonight_count,
    (
      SELECT count(DISTINCT flag_id) FROM suppressed_case AS hidden
      WHERE hidden.suppression_id = suppression.suppression_id AND hidden.night <= $night::DATE
    )::INTEGER AS hidden_episode_count,
    (
      SELECT count(DISTINCT flag_id) FROM suppressed_case AS hidden
      WHERE hidden.suppression_id = suppression.suppression_id AND hidden.night <= $night::DATE AND is_audited
    )::INTEGER AS audited_episode_count
  FROM suppression
  WHERE starts_on <= $night::DATE AND expires_on >= $night::DATE
    AND timezone($time_zone, created_at)::DATE <= $night::DATE
    AND (ended_at IS NULL OR timezone($time_zone, ended_at)::DATE > $night::DATE)
  ORDER BY suppression_id
`;

const count = z.number();
const precisionShape = z.object({
  detector: z.string(),
  stratum: z.string(),
  confirmed_count: count,
  decided_count: count,
  undetermined_count: count,
  nominal: count,
  estimate: count,
  low: count,
  high: count,
  order_factor: count,
  expires_on: z.string().nullable(),
});
const detectionShape = z.object({
  quantity: z.string(),
  value: count.nullable(),
  low: count.nullable(),
  high: count.nullable(),
  sampled_count: count,
  note: z.string(),
});
const text = z.string().nullable();
const suppressionShape = z.object({
  suppression_id: z.string(),
  owner: z.string(),
  reason: z.string(),
  detector: text,
  entity_type: text,
  entity_id: text,
  stratum: text,
  starts_on: z.string(),
  expires_on: z.string(),
  hidden_tonight_count: count,
  hidden_episode_count: count,
  audited_episode_count: count,
});

/** What reviewers' decisions do to a night: the estimates that order it, what the audit found, and what is kept from it. */
export async function feedbackOf(store: Store, night: string, time_zone: string): Promise<FeedbackShown> {
  return {
    precision: await store.rows(PRECISION, precisionShape, { night }),
    detection: await store.rows(DETECTION, detectionShape, { night }),
    suppressions: await store.rows(SUPPRESSIONS, suppressionShape, { night, time_zone }),
  };
}

/** The estimate by which a lead was ordered, or null where decisions say nothing of such leads. */
export function precisionFor(
  { precision }: FeedbackShown,
  lead: { readonly detector: string; readonly stratum: string },
): PrecisionShown | null {
  return precision.find(({ detector, stratum }) => detector === lead.detector && stratum === lead.stratum) ?? null;
}
