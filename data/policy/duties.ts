import { isInForce, levelRank, type Policy } from "./policy.js";
import type { Level } from "./schema.js";

/** The periods that a pack may declare; what each counts from is in its `reason`. */
export type PeriodId =
  | "post_sharing_review"
  | "destruction_attestation"
  | "risk_assessment_validity"
  | "rights_recertification"
  | "dormant_right"
  | "guide_review";

/** Whether sharing for a purpose needs a human-rights review on a day (ISO 8601 date). */
export function needsRightsReview({ pack }: Policy, purpose: string, day: string): boolean {
  return pack.duties.rights_review_purposes.some((entry) => entry.id === purpose && isInForce(entry, day));
}

/** Days within which a request of a tier owes its after-the-fact review; null: the tier owes none on that day. */
export function afterReviewDays({ pack }: Policy, tier: string, day: string): number | null {
  return (
    pack.duties.after_review_tiers.find((entry) => entry.id === tier && isInForce(entry, day))?.within_days ?? null
  );
}

/** Whether a channel is fit for a level on a day; null: the pack does not know the channel, so it cannot be said. */
export function isChannelFit({ pack }: Policy, channel: string, level: Level, day: string): boolean | null {
  const entry = pack.duties.channels.find(({ id }) => id === channel.trim().toLowerCase());
  if (entry === undefined || !isInForce(entry, day)) return null;
  return entry.highest_level !== null && levelRank(level) <= levelRank(entry.highest_level);
}

/** The length of a declared period in days; null: the pack declares none, and the duty is not owed. */
export function periodDays({ pack }: Policy, id: PeriodId): number | null {
  return pack.duties.periods.find((entry) => entry.id === id)?.days ?? null;
}
