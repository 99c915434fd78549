import type { DetectionShown, PrecisionShown } from "./estimates.js";

/** A suppression in force on a night and what it has hidden. Owner, reason and scope are as reviewers wrote them. */
export interface SuppressionShown {
  readonly suppression_id: string;
  readonly owner: string;
  readonly reason: string;
  readonly detector: string | null;
  readonly entity_type: string | null;
  readonly entity_id: string | null;
  readonly stratum: string | null;
  readonly starts_on: string;
  readonly expires_on: string;
  readonly hidden_tonight_count: number;
  /** Episodes hidden on any night up to this one, and those of them that were drawn for the audit. */
  readonly hidden_episode_count: number;
  readonly audited_episode_count: number;
}

/** All that reviewers' decisions do to a night, for all to see. */
export interface FeedbackShown {
  readonly precision: readonly PrecisionShown[];
  readonly detection: readonly DetectionShown[];
  readonly suppressions: readonly SuppressionShown[];
}
