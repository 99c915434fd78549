import type { PrecisionShown } from "./review/estimates.js";

/** One day of an entity as the leading detector saw it; null where it gave no verdict. In the flag's unit. */
export interface SeriesDay {
  readonly day: string;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Why there is no value: "not active", or "not judged"; null where there is one. */
  readonly note: string | null;
}

/** A request's wait: hours from asking to decision, or to the end of the night where nobody has decided. */
export interface Wait {
  readonly hours: number;
  readonly is_decided: boolean;
}

/**
 * What a flag's chart is drawn from, by kind.
 *
 * band     observed against expected with its interval, days ascending without holes
 * hours    acts by hour of a person's own clock, or a source's records by hour of the home zone: days ascending, each with 24
 *          counts
 * pauses   seconds between one act of the night and the next, in order
 * ids      numbers at the end of object ids of one prefix: those opened tonight, and those opened in the year before
 * delays   waits of requests made lately and before, `split` the first day of "lately"; or of decisions since the step before
 *          them, a person's own since `split` and everybody else's
 * path     who passed the material on to whom; layer 0 is the originator
 */
export type FlagChart =
  | { readonly kind: "band"; readonly series: readonly SeriesDay[] }
  | {
      readonly kind: "hours";
      readonly of: "person" | "source";
      readonly days: readonly { readonly day: string; readonly counts: readonly number[] }[];
    }
  | { readonly kind: "pauses"; readonly seconds: readonly number[] }
  | {
      readonly kind: "ids";
      readonly prefix: string;
      readonly tonight: readonly number[];
      readonly before: readonly number[];
    }
  | {
      readonly kind: "delays";
      readonly of: "requests" | "decisions";
      readonly split: string;
      readonly lately: readonly Wait[];
      readonly before: readonly Wait[];
    }
  | {
      readonly kind: "path";
      readonly nodes: readonly { readonly id: string; readonly layer: number }[];
      readonly links: readonly { readonly from: string; readonly to: string; readonly event_count: number }[];
    }
  | { readonly kind: "none" };

/** Others on the same scale as the flagged entity, tonight, in the flag's unit. */
export interface PeerGroup {
  readonly by: "directory" | "behaviour";
  /** "unit", "role", "collections opened in 60 days"; `value` is a logged name, or null. */
  readonly label: string;
  readonly value: string | null;
  readonly observed: readonly number[];
}

/** A flag that stood on the same entity on an earlier night, and how it was decided last; kept back while a second reading is due. */
export interface EarlierFlag {
  readonly flag_id: string;
  readonly question: string;
  readonly first_day: string;
  readonly last_night: string;
  readonly p_value: number | null;
  readonly disposition: string | null;
  readonly reason: string | null;
  readonly is_kept_back: boolean;
}

/** A decision on this flag that was known on the night; its word is null while a blind second reading is due. */
export interface FlagDecision {
  readonly decided_at: string;
  readonly reviewer: string;
  readonly disposition: string | null;
  readonly reason: string | null;
}

/** One event behind a flag. Everything but `event_time` is as it was logged. */
export interface FlagEvent {
  readonly event_id: string;
  readonly source: string;
  readonly event_time: string;
  readonly actor_id: string;
  readonly action: string;
  readonly outcome: string;
  readonly object_id: string | null;
  readonly collection: string | null;
  readonly marking: string | null;
  readonly partner: string | null;
  readonly request_id: string | null;
}

/** An ordinary ground for access and how much of a night it accounts for. */
export interface NightGround {
  readonly id: string;
  readonly ground: string;
  /** Share of the night's events with an object that it could be asked of, 0 to 1; null on a night without any. */
  readonly night_share: number | null;
  /** It accounts for so much that it tells nothing apart. */
  readonly is_broad: boolean;
}

/** Ordinary grounds for access, joined from registers, and how many of a flag's events each accounts for. */
export interface ExplainedAccess {
  readonly event_count: number;
  readonly templates: readonly (NightGround & { readonly event_count: number })[];
  /** Events that no ground accounts for; and that none but a broad one does. */
  readonly unexplained_count: number;
  readonly unexplained_but_broad_count: number;
}

/**
 * The least change that would have kept a flag off the list by its leading detector alone: so much fewer or more of what it
 * counts, and what would have been left. p_value is null where it would then not have been judged at all.
 */
export type SmallestChange =
  | {
      readonly kind: "fewer" | "more";
      readonly amount: number;
      readonly left: number;
      readonly unit: string;
      readonly p_value: number | null;
      readonly threshold: number;
    }
  /** A rule: without any of what did not hold, it would have held. */
  | { readonly kind: "rule"; readonly amount: number; readonly unit: string }
  | { readonly kind: "none"; readonly why: string }
  /** A case that no rarity listed: nothing to say. */
  | { readonly kind: "unsaid" };

/** One of the criteria of consequence: what was found, in words, and the factor that it contributes. */
export interface Criterion {
  readonly criterion: string;
  readonly found: string;
  readonly factor: number;
}

/** The roll-up of the markings of what a flag shows. */
export interface ShownMarkings {
  /** The banner line that they ask for together; null where none could be read. */
  readonly banner: string | null;
  readonly lines: readonly { readonly marking: string; readonly event_count: number; readonly is_read: boolean }[];
  readonly unmarked_count: number;
}

/** A rung of the ladder with its clock, in calendar hours from the end of the flag's first night. */
export interface Rung {
  readonly rung: string;
  readonly whom: string;
  readonly within_hours: number;
  /** Home-zone day and time, "2026-06-04" and "12:00". */
  readonly due_day: string;
  readonly due_time: string;
  readonly state: "open" | "passed" | "done";
}

/** What to do next, whom to ask, and by when. */
export interface Playbook {
  readonly steps: readonly string[];
  readonly contacts: readonly { readonly who: string; readonly name: string | null }[];
  readonly rungs: readonly Rung[];
}

/**
 * A statement and the values it is given: what gives a lead's events, or by what a rule finds its cases among the night's acts
 * (rule_event, rule_step), which are joined with the registers as they were known.
 */
export interface Selection {
  readonly gives: "events" | "cases";
  readonly sql: string;
  readonly values: Readonly<Record<string, string>>;
}

/** All that a flag's page shows beside its line of flags.jsonl. */
export interface Dossier {
  readonly chart: FlagChart;
  readonly peers: readonly PeerGroup[];
  readonly earlier: readonly EarlierFlag[];
  readonly decisions: readonly FlagDecision[];
  readonly events: readonly FlagEvent[];
  /** The statement that selects the events, and the values it is given. */
  readonly selection: Selection | null;
  /** Null for a source: what a log holds or lacks needs no ground. */
  readonly explained: ExplainedAccess | null;
  readonly change: SmallestChange;
  readonly criteria: readonly Criterion[];
  /** What earlier decisions on such leads say, and how far that ordered this one; null where they say nothing. */
  readonly precision: PrecisionShown | null;
  /** In the tier in which the year's share of false leads is held down. */
  readonly is_confirmed_tier: boolean;
  readonly markings: ShownMarkings;
  readonly caveats: readonly string[];
  readonly playbook: Playbook;
  /** Nights since it was first listed, this one included, and seconds that reviewers spent on it; null where not recorded. */
  readonly nights_listed: number;
  readonly review_seconds: number | null;
}

/** A detector's or rule's card, as a reader sees it. */
export interface CardShown {
  readonly id: string;
  readonly question: string;
  readonly kind: "detector" | "rule";
  readonly status: string | null;
  readonly needs: readonly string[];
  /** For a rule: why it stands, and who answers for it first. */
  readonly why: string | null;
  readonly owner: string | null;
  readonly references: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly reason: string }[];
}
