import { levelRank, lowestClassified, membersOn, type Policy } from "../policy/policy.js";
import type { Marking } from "./model.js";
import type { ClauseAnswer, ReleaseAction, ReleaseCase } from "./release-case.js";

/** What every clause looks at. recipients: the recipient's nations on the day; null: a group whose members are not known. */
export interface Party {
  readonly marking: Marking;
  readonly policy: Policy;
  readonly home: string;
  readonly day: string;
  readonly recipient: string;
  readonly recipients: readonly string[] | null;
}

/** A clause's answer before its source is added. */
export type Said = readonly [ClauseAnswer["answer"], string];

/** Controls of every category that can decide a release. */
function controlsOf({ controls, other, handling }: Marking): string[] {
  return [...controls, ...other, ...handling];
}

/** Whether every nation of the recipient belongs to a code on the day. */
function isWithin({ policy, day, recipient, recipients }: Party, code: string): boolean {
  if (code === recipient) return true;
  const members = membersOn(policy, code, day);
  return recipients?.every((nation) => members?.includes(nation)) === true;
}

/** NOFORN and its national sisters: nobody but the nation that the caveat names. */
export function ownNation({ marking, recipients, home, policy }: Party): Said {
  for (const id of controlsOf(marking)) {
    const control = policy.controls.get(id);
    if (control?.release !== "own_nation") continue;
    const nation = control.nation === "home" || control.nation === undefined ? home : control.nation;
    if (recipients === null) return ["undetermined", `${id}: the recipient group's members are not known`];
    const foreign = recipients.find((code) => code !== nation);
    if (foreign !== undefined) return ["broken", `${id}: ${foreign} is foreign to ${nation}`];
  }
  return ["holds", "no marking keeps the item to its own nation, or the recipient is that nation"];
}

/** Whether a list covers the recipient: yes, no, or unresolved (null) where a group's members decide and are not known. */
export function covers(list: readonly string[], { recipient, recipients, policy, day }: Party): boolean | null {
  if (list.includes(recipient)) return true;
  const named = list.map((code) => membersOn(policy, code, day));
  const allowed = new Set(named.flatMap((members) => members ?? []));
  if (recipients?.every((code) => allowed.has(code)) === true) return true;
  return recipients === null || named.includes(null) ? null : false;
}

/** REL TO and EYES ONLY must cover the recipient; DISPLAY ONLY lets it be shown the item, not given it. */
export function listed(party: Party, action: ReleaseAction): { release: Said; display: Said } {
  const { marking, recipient } = party;
  const none: Said = ["holds", "the marking has no such list"];
  const hard = [marking.rel, marking.eyes].flatMap((list) => (list === null ? [] : [covers(list, party)]));
  const shown = marking.display === null ? false : covers(marking.display, party);
  if (hard.length === 0 && marking.display === null) return { release: none, display: none };
  const released = hard.length > 0 && hard.every((covered) => covered === true);
  if (released) return { release: ["holds", `${recipient} is on the release list`], display: none };
  const unresolved: Said = ["undetermined", "a group on the list has members that are not known on the day"];
  if (shown === true) {
    if (action === "display") {
      const shownOnly: Said = ["holds", `${recipient} is on the display list, and was shown the item`];
      return { release: shownOnly, display: shownOnly };
    }
    if (hard.includes(null) && !hard.includes(false)) return { release: unresolved, display: none };
    return { release: none, display: ["broken", `${recipient} may be shown the item, not given it`] };
  }
  if (shown === null || (hard.includes(null) && !hard.includes(false))) return { release: unresolved, display: none };
  return { release: ["broken", `${recipient} is not on the release list`], display: none };
}

/**
 * The originator's consent where the originator decides (ORCON) or the item is a third party's.
 *
 * An originator's own list is its consent. The list of a home line does not speak for the foreign sources inside it. The
 * home nation decides about its own items by releasing them, unless they are originator controlled.
 */
export function originator(party: Party, { originator: registered, consents }: ReleaseCase): Said {
  const { marking, policy, home, recipient, day } = party;
  if (recipient === home) return ["holds", "the home nation holds the item already"];
  const isControlled = controlsOf(marking).some((id) => policy.controls.get(id)?.release === "originator");
  const owners = new Set([
    ...(registered === null || marking.form !== "home" ? marking.owners : []),
    ...(registered === null ? [] : [registered]),
  ]);
  const isListed = [marking.rel, marking.eyes, marking.display].some(
    (list) => list !== null && covers(list, party) === true,
  );
  const isCoOwner = marking.form === "joint" && marking.owners.some((code) => isWithin(party, code));
  const deciders = isListed || isCoOwner ? [] : [...owners].filter((code) => isControlled || code !== home);
  const sources = (marking.fgi?.codes ?? []).filter((code) => code !== home);
  const consented = (code: string) =>
    consents?.some(
      ({ originator: by, partner, valid_from, valid_to }) =>
        by === code && partner === recipient && valid_from <= day && (valid_to ?? "9999-12-31") >= day,
    ) === true;
  for (const code of [...deciders, ...sources]) {
    if (isWithin(party, code) || consented(code)) continue;
    if (consents === null) return ["undetermined", `${code} decides, and there is no consents feed`];
    return ["broken", `no consent of ${code} covers ${recipient} on ${day}`];
  }
  if (marking.fgi?.codes.length === 0 || marking.owners.length === 0) {
    return ["undetermined", "the foreign source is concealed, so its consent cannot be looked up"];
  }
  return ["holds", isListed ? "the originator's own list is its consent" : "no third party decides"];
}

/** RELIDO leaves the decision to a disclosure official, unless the list already names the recipient. */
export function official(
  { marking, home, recipient }: Party,
  isListed: boolean,
  decision: ReleaseCase["official_decision"],
): Said {
  if (!marking.controls.includes("RELIDO") || isListed || recipient === home) return ["holds", "left to no official"];
  if (decision === "released") return ["holds", "the disclosure official released it"];
  if (decision === "refused") return ["broken", "the disclosure official refused it"];
  return ["undetermined", "RELIDO: no decision of the disclosure official is on record"];
}

/** Programmes, compartments of control measures and atomic information go by lists of persons, which no feed carries. */
export function accessList({ marking, policy, home, recipient }: Party): Said {
  if (recipient === home) return ["holds", "the home nation holds the item already"];
  const listed = controlsOf(marking).find((id) => policy.controls.get(id)?.release === "access_list");
  const atomic = marking.aea.find(({ type }) => type === "RD" || type === "FRD" || type === "TFNI");
  const what =
    listed ??
    atomic?.type ??
    (marking.sap !== null ? "SAP" : marking.accm.length > 0 ? "ACCM" : marking.use_only.length > 0 ? "USE ONLY" : null);
  return what === null
    ? ["holds", "no list of persons decides"]
    : ["undetermined", `${what}: no feed says who is read in`];
}

/** Classified material must say to whom it may go (ISM-ID-00119); silence is not a permit. */
export function foreignMarking(party: Party): Said {
  const { marking, policy, home } = party;
  const isClassified = levelRank(marking.level) >= levelRank(lowestClassified(policy, home));
  const isOwner = marking.owners.some((code) => code !== home && isWithin(party, code));
  const says =
    marking.rel !== null ||
    marking.eyes !== null ||
    marking.display !== null ||
    controlsOf(marking).some((id) => {
      const release = policy.controls.get(id)?.release;
      return release === "own_nation" || release === "official";
    });
  if (!isClassified) return ["holds", "unclassified"];
  if (says) return ["holds", "the marking says to whom it may go"];
  if (isOwner || party.recipient === home) return ["holds", "the recipient owns or holds the item already"];
  return ["undetermined", "classified, and no marking says to whom it may go"];
}
