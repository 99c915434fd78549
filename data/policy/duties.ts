import { isInForce, levelRank, type Policy } from "./policy.js";
import type { Level, PeriodId } from "./schema.js";

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
  const word = channel.trim().toLowerCase();
  const entry = pack.duties.channels.find((one) => one.id === word && isInForce(one, day));
  if (entry === undefined) return null;
  return entry.highest_level !== null && levelRank(level) <= levelRank(entry.highest_level);
}

/** The length of a declared period on a day, in days; null: the pack declares none then, and the duty is not owed. */
export function periodDays({ pack }: Policy, id: PeriodId, day: string): number | null {
  return pack.duties.periods.find((entry) => entry.id === id && isInForce(entry, day))?.days ?? null;
}
