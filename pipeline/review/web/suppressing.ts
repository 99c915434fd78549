import { PipelineError } from "../../../data/errors.js";
import type { Flag } from "../../../data/flag.js";
import type { Account } from "../../../data/review/accounts.js";
import { endSuppression, type Scope, suppress } from "../suppressions.js";
import type { Desk, Sent } from "./deciding.js";
import type { Shelved } from "./library.js";

const ONLY_SECOND = "Only a second reviewer keeps leads from the list, or ends that.";

/** Whether a reader may keep leads like this one from the list. */
export function maySuppress({ nights: [{ queue }] }: Shelved, { role }: Account): boolean {
  return role === "second" && queue === "leads";
}

/** Makes a suppression as a form sent it, with its reader as the owner; what was wrong with it, or null. */
export function suppressSent({ workspace, account, now }: Desk, shelved: Shelved, sent: Sent): string | null {
  if (!maySuppress(shelved, account)) return ONLY_SECOND;
  const scope = scopeOf(shelved.nights[0], sent.scope ?? "");
  if (scope === null) return "Choose what is to be kept from the list.";
  return attempt(() =>
    suppress(
      workspace,
      {
        ...scope,
        owner: account.name,
        reason: sent.reason ?? "",
        starts_on: now.slice(0, 10),
        expires_on: sent.until ?? "",
      },
      now,
    ),
  );
}

/** Ends a suppression as a form asked; what was wrong with it, or null. */
export function endSent({ workspace, account, now }: Desk, sent: Sent): string | null {
  if (account.role !== "second") return ONLY_SECOND;
  const given = { suppression_id: sent.suppression_id ?? "", by: account.name, reason: sent.reason ?? "" };
  return attempt(() => endSuppression(workspace, given, now));
}

function scopeOf({ detector, entity_type, entity_id }: Flag, chosen: string): Scope | null {
  switch (chosen) {
    case "both":
      return { detector, entity_type, entity_id, stratum: null };
    case "entity":
      return { detector: null, entity_type, entity_id, stratum: null };
    case "detector":
      return { detector, entity_type: null, entity_id: null, stratum: null };
    default:
      return null;
  }
}

function attempt(change: () => unknown): string | null {
  try {
    change();
    return null;
  } catch (error) {
    if (error instanceof PipelineError) return `Not taken: ${error.message}.`;
    throw error;
  }
}
