import { type Day, dayBounds } from "../../data/days.js";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { digestOfText } from "../../data/integrity/ledger.js";
import type { Manifest } from "../../data/integrity/manifest.js";
import type { Account } from "../../data/review/accounts.js";
import type { Journal } from "../../data/review/journal.js";

/**
 * What of the reviewers' journal and accounts counted by a night's end at home: the lines up to the last that was made by
 * then, and the reviewers as they were. What was written later says nothing about the night.
 */
export function knownBy(
  night: Day,
  time_zone: string,
  { journal, accounts }: { readonly journal: Journal; readonly accounts: readonly Account[] },
): Manifest["journal"] {
  const end = Date.parse(dayBounds(night, time_zone).end);
  const isKnown = (instant: string): boolean => Date.parse(instant) < end;
  const lines = journal.kept.reduce((last, { line, record }) => (isKnown(record.at) ? Math.max(last, line) : last), 0);
  const reviewers = accounts
    .filter(({ added_at }) => isKnown(added_at))
    .map(({ name, role, actor_id, added_at, closed_at }) => {
      const closed = closed_at !== null && isKnown(closed_at) ? closed_at : null;
      return { name, role, actor_id, added_at, closed_at: closed };
    });
  return {
    lines,
    head: journal.digests[lines] ?? "",
    reviewers_sha256: digestOfText(canonicalJson(reviewers.toSorted((a, b) => (a.name < b.name ? -1 : 1)))),
  };
}
