import type { Account } from "../../data/review/accounts.js";
import { type Standing, UNDECIDED } from "../../data/review/history.js";
import type { FlagNights } from "./published.js";

/** Who wants to decide: a named account, or a name on the command line that may have none. */
export interface Reader {
  readonly name: string;
  readonly account: Account | null;
}

/** Whether a flag is about a reader: by the actor that the account names, or by the name itself. */
export function isAbout(nights: FlagNights, { name, account }: Reader): boolean {
  const selves = new Set([name, ...(account?.actor_id == null ? [] : [account.actor_id])]);
  return nights.some((flag) =>
    [flag, ...flag.related].some(({ entity_type, entity_id }) => entity_type === "actor" && selves.has(entity_id)),
  );
}

/**
 * Why a reader may not decide on a flag, or null where they may.
 *
 * A reviewer makes the first reading. A second reading is made by a second reviewer, once there is a first, and never by
 * the same person. An auditor decides nothing.
 */
export function refusal(
  nights: FlagNights,
  reader: Reader,
  { standing = UNDECIDED, isSecond }: { readonly standing?: Standing | undefined; readonly isSecond: boolean },
): string | null {
  const { account } = reader;
  if (account !== null && account.closed_at !== null) return "the account is closed";
  if (account?.role === "auditor") return "an auditor reads all and changes nothing";
  if (isAbout(nights, reader)) return "nobody reviews a flag about themselves";
  const [mine, other] = isSecond ? [standing.second, standing.first] : [standing.first, standing.second];
  if (isSecond && standing.first === null) return "a second reading follows a first, and there is none";
  if (other?.reviewer === reader.name) return "the two readings of a flag are made by two people";
  if (isSecond && account !== null && account.role !== "second") return "a second reading is made by a second reviewer";
  if (mine !== null && mine.reviewer !== reader.name)
    return `this reading was made by ${mine.reviewer}: only they may take it back`;
  return null;
}
