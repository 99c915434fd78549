import type { CardShown, Dossier, NightGround } from "./dossier.js";
import type { Flag, NotAssessed, Price } from "./flag.js";
import type { FeedbackShown } from "./review/shown.js";

/** All that a night's flag report is made from: nothing else reaches its bytes. */
export interface NightReport {
  readonly night: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  /** The roll-up of all that is shown with the settings' line, never lower than either. */
  readonly marking: string;
  readonly version: string;
  /** SHA-256 of the settings and of the contents of all feeds known that night. */
  readonly settings_digest: string;
  readonly feeds_digest: string;
  readonly scope: { readonly actor_count: number; readonly partner_count: number; readonly sources: readonly string[] };
  readonly price: Price;
  /** By queue, then rank. */
  readonly flags: readonly Flag[];
  /** By flag_id, one a flag. */
  readonly dossiers: ReadonlyMap<string, Dossier>;
  /** The cards of every detector and rule named by a flag, in order of id. */
  readonly cards: readonly CardShown[];
  /** What holds for every figure of the night: refused rows, late or missing logs. */
  readonly caveats: readonly string[];
  readonly not_assessed: readonly NotAssessed[];
  /** What ordinary grounds account for on the night, and rights that the last audit found unused as granted. */
  readonly grounds: readonly NightGround[];
  readonly unused_right_count: number | null;
  readonly feedback: FeedbackShown;
}
