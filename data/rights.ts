/** A right that the audit would not leave as it is: a person and a collection. Days are ISO 8601; null is unknown. */
export interface AuditedRight {
  readonly actor_id: string;
  readonly nation: string | null;
  readonly collection: string;
  readonly finding: string;
  readonly proposal: string;
  readonly granted_at: string | null;
  readonly expires_at: string | null;
  readonly last_used_day: string | null;
  readonly evidence: string;
}

/** The rights of one nation to one collection, by what was found, and how many are left in the grant proposed. */
export interface RightsGroup {
  readonly nation: string | null;
  readonly collection: string;
  readonly held_count: number;
  readonly never_used_count: number;
  readonly dormant_count: number;
  readonly outlived_count: number;
  readonly unconfirmed_count: number;
  readonly left_count: number;
}

/** The last audit of access rights up to a night, or why there is none. */
export interface RightsAudit {
  /** The night it was made on; null where none was. */
  readonly audited_on: string | null;
  readonly reasons: readonly string[];
  /** By nation and collection. */
  readonly groups: readonly RightsGroup[];
  /** Rights with a finding, by nation, collection and person. */
  readonly rights: readonly AuditedRight[];
}
