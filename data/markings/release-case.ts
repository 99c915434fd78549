import type { ReleaseClauseId } from "../policy/schema.js";
import type { Reading } from "./model.js";

/** What was done with the item: shown where it lies, or a copy handed over or taken. */
export type ReleaseAction = "display" | "copy";

/** An originator's consent to onward release of the item in question. Dates are ISO 8601, both included. */
export interface ReleaseConsent {
  readonly originator: string;
  readonly partner: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
}

/** What an agreement in force allows; null where the register leaves it empty, which is unknown and not without limit. */
export interface ReleaseTerms {
  readonly max_classification: string | null;
  readonly collections: readonly string[] | null;
}

/**
 * One distinct combination to be decided; many events share it.
 *
 * reading     the marking as it stood at the event, from parseMarking; one per distinct line
 * recipient   code of the nation or group on the other side
 * day         ISO 8601 date of the event in the home time zone
 * originator  nation of the object register; null: not known (the line's owners are taken)
 * collection  of the item; null: not known
 * consents    for this item, of any day and partner; null: no consents feed
 * agreement   terms in force with the recipient that day; "none": there is a feed, and none was; null: no agreements feed
 * official_decision  of the disclosure official where the marking leaves it to one; null: no record
 */
export interface ReleaseCase {
  readonly reading: Reading;
  readonly recipient: string;
  readonly day: string;
  readonly action: ReleaseAction;
  readonly originator: string | null;
  readonly collection: string | null;
  readonly consents: readonly ReleaseConsent[] | null;
  readonly agreement: ReleaseTerms | "none" | null;
  readonly official_decision?: "released" | "refused" | null;
}

/** One clause's answer; `holds` speaks for release, `not_assessed` means that no feed carries what it needs. */
export interface ClauseAnswer {
  readonly clause: ReleaseClauseId;
  readonly answer: "holds" | "broken" | "undetermined" | "not_assessed";
  readonly reason: string;
  readonly source: string;
}

/** The decision, the clause that settled it (null for a permit) and every clause's answer, in the pack's order. */
export interface ReleaseDecision {
  readonly answer: "permit" | "deny" | "undetermined";
  readonly clause: ReleaseClauseId | null;
  readonly reason: string;
  readonly clauses: readonly ClauseAnswer[];
}

/** The access actions (feeds contract) that put an item before someone; every other one releases nothing. */
const ACTION_KIND: Readonly<Record<string, ReleaseAction>> = {
  view: "display",
  download: "copy",
  print: "copy",
  export: "copy",
  share: "copy",
  receive: "copy",
  forward: "copy",
};

/** display or copy; null for an action that releases nothing (login, search, modify, destroy, …). */
export function releaseActionOf(action: string): ReleaseAction | null {
  return Object.hasOwn(ACTION_KIND, action) ? (ACTION_KIND[action] ?? null) : null;
}
