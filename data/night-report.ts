import type { Flag, NotAssessed, Price } from "./flag.js";

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
  readonly not_assessed: readonly NotAssessed[];
}
