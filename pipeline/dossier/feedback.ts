import { z } from "zod";
import { detectionOn, type PrecisionShown, precisionOn } from "../../data/review/estimates.js";
import type { FeedbackShown } from "../../data/review/shown.js";
import type { Store } from "../../data/store/store.js";

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
    precision: await precisionOn(store, night),
    detection: await detectionOn(store, night),
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
