import type { Flag, NotAssessed, Price } from "./flag.js";

/** One day of an entity as the leading detector saw it; null where it gave no verdict. In the flag's unit. */
export interface SeriesDay {
  readonly day: string;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** All that a night's flag report is made from: nothing else reaches its bytes. */
export interface NightReport {
  readonly night: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  readonly marking: string;
  readonly version: string;
  /** SHA-256 of the settings and of the contents of all feeds known that night. */
  readonly settings_digest: string;
  readonly feeds_digest: string;
  readonly scope: { readonly actor_count: number; readonly partner_count: number; readonly sources: readonly string[] };
  readonly price: Price;
  /** By queue, then rank. */
  readonly flags: readonly Flag[];
  /** Of each flag of a detector, by flag_id: the days before tonight and tonight, ascending, without holes. */
  readonly series: ReadonlyMap<string, readonly SeriesDay[]>;
  readonly not_assessed: readonly NotAssessed[];
}
