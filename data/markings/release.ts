import { levelOf, membersOn, type Policy } from "../policy/policy.js";
import { RELEASE_CLAUSES, type ReleaseClauseId } from "../policy/schema.js";
import { agreementClauses } from "./release-agreement.js";
import type { ClauseAnswer, ReleaseCase, ReleaseDecision } from "./release-case.js";
import {
  accessList,
  covers,
  foreignMarking,
  listed,
  official,
  originator,
  ownNation,
  type Party,
  type Said,
} from "./release-clauses.js";

/**
 * Whether an item may go to a nation on a day: permit, deny or undetermined, never a default.
 *
 * A line that cannot be read whole is undetermined whatever else it says. Else one broken clause denies; else one
 * undetermined clause leaves it undetermined; else it is permitted. A clause that no feed can show (`not_assessed`) does not
 * speak, and is listed for the report to say. Pure: one answer for every event that shares the combination.
 *
 * source  each clause's own in the policy pack (`release_clauses`)
 */
export function decideRelease(release: ReleaseCase, policy: Policy, home: string): ReleaseDecision {
  const { reading, recipient, day, action } = release;
  const marking = reading.is_readable ? reading.marking : null;
  if (marking === null) {
    const first = reading.findings.find(({ kind }) => kind === "syntax" || kind === "unknown");
    const reason =
      first === undefined ? "the marking cannot be read" : `${first.message}: at character ${first.offset + 1}`;
    return answered(policy, { readable: ["undetermined", reason] });
  }
  const recipients = membersOn(policy, recipient, day);
  const isKnown = recipients !== null || policy.tetragraphs.has(recipient);
  if (!isKnown) return answered(policy, { readable: ["undetermined", "the recipient is no known nation or group"] });
  const party: Party = { marking, policy, home, day, recipient, recipients };
  const { release: list, display } = listed(party, action);
  const isListed = marking.rel !== null && covers(marking.rel, party) === true;
  return answered(policy, {
    readable: ["holds", "every part of the line is known"],
    own_nation: ownNation(party),
    release_list: list,
    display_only: display,
    originator: originator(party, release),
    official: official(party, isListed, release.official_decision),
    access_list: accessList(party),
    ...agreementClauses(party, release, (word) => levelOf(policy, word, day)),
    foreign_marking: foreignMarking(party),
  });
}

/** Clauses in the order of `RELEASE_CLAUSES`; the first that denies settles it, else the first undetermined one. */
function answered(policy: Policy, said: Readonly<Partial<Record<ReleaseClauseId, Said>>>): ReleaseDecision {
  const clauses = RELEASE_CLAUSES.flatMap((clause): ClauseAnswer[] => {
    const found = said[clause];
    return found === undefined
      ? []
      : [{ clause, answer: found[0], reason: found[1], source: policy.clauseSources.get(clause) ?? "" }];
  });
  const settled =
    clauses.find(({ answer }) => answer === "broken") ?? clauses.find(({ answer }) => answer === "undetermined");
  if (settled === undefined) return { answer: "permit", clause: null, reason: "no clause forbids it", clauses };
  const answer = settled.answer === "broken" ? "deny" : "undetermined";
  return { answer, clause: settled.clause, reason: settled.reason, clauses };
}
