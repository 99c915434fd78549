/** What decisions on a detector's leads in a stratum say: a share with its interval, and how far it orders tonight's list. */
export interface PrecisionShown {
  readonly detector: string;
  readonly stratum: string;
  readonly confirmed_count: number;
  readonly decided_count: number;
  readonly undetermined_count: number;
  /** Shares 0 to 1: what the price says, and what it and the decisions say together, with a 90 % interval. */
  readonly nominal: number;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Factor of priority, from a half to two; 1 changes nothing. */
  readonly order_factor: number;
  /** The day from which the oldest of these decisions no longer counts. */
  readonly expires_on: string | null;
}

/** What the audit says of the list as a whole: a share or a number of cases with its interval; null where nothing is known. */
export interface DetectionShown {
  readonly quantity: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly sampled_count: number;
  readonly note: string;
}

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
