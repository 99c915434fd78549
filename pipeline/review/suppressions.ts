import { PipelineError } from "../../data/errors.js";
import { readAccounts } from "../../data/review/accounts.js";
import { appendRecords, readJournal } from "../../data/review/journal.js";
import { recordShape, type Suppression, type SuppressionEnd } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";

/** A suppression with its id, and whether and why it was ended early. */
export interface KeptSuppression {
  readonly id: string;
  readonly suppression: Suppression;
  readonly ended: SuppressionEnd | null;
}

/** What a suppression is to cover. */
export type Scope = Pick<Suppression, "detector" | "entity_type" | "entity_id" | "stratum">;

/** Days that a suppression may last at most: a quarter; a longer one is a matter for the settings, where all see it. */
export const SUPPRESSION_DAYS_MAX = 92;

/** Every suppression that was ever made, oldest first. */
export function suppressions(workspace: Workspace): KeptSuppression[] {
  const { kept } = readJournal(workspace.journal);
  const ends = new Map<string, SuppressionEnd>();
  for (const { record } of kept)
    if (record.kind === "suppression_end" && !ends.has(record.suppression_id)) ends.set(record.suppression_id, record);
  return kept.flatMap(({ id, record }) =>
    record.kind === "suppression" ? [{ id, suppression: record, ended: ends.get(id) ?? null }] : [],
  );
}

/**
 * Makes a suppression; it needs an owner, a scope, a reason and a last day within a quarter.
 *
 * @throws PipelineError `usage` for one that lacks any of these; `review_refused` for an auditor, and for leads about the owner
 */
export function suppress(
  workspace: Workspace,
  given: Scope & {
    readonly owner: string;
    readonly reason: string;
    readonly starts_on: string;
    readonly expires_on: string;
  },
  now: string,
): string {
  refuseAuditor(workspace, given.owner);
  const account = readAccounts(workspace.accounts).find((one) => one.name === given.owner);
  if (given.entity_type === "actor" && given.entity_id !== null && given.entity_id === account?.actor_id)
    throw new PipelineError("review_refused", "refused: nobody keeps leads about themselves from the list");
  const days = (Date.parse(given.expires_on) - Date.parse(given.starts_on)) / 86_400_000;
  if (days > SUPPRESSION_DAYS_MAX)
    throw new PipelineError("usage", `suppression too long: at most ${SUPPRESSION_DAYS_MAX} days`);
  return append(workspace, { kind: "suppression", at: now, ...given });
}

/** Ends a suppression early. @throws PipelineError `usage` where there is none in force under that id */
export function endSuppression(
  workspace: Workspace,
  given: { readonly suppression_id: string; readonly by: string; readonly reason: string },
  now: string,
): void {
  refuseAuditor(workspace, given.by);
  const known = suppressions(workspace).find(({ id }) => id === given.suppression_id);
  if (known === undefined) throw new PipelineError("usage", `no such suppression: ${given.suppression_id}`);
  if (known.ended !== null) throw new PipelineError("usage", `suppression ended already: ${given.suppression_id}`);
  append(workspace, { kind: "suppression_end", at: now, ...given });
}

function refuseAuditor(workspace: Workspace, name: string): void {
  const account = readAccounts(workspace.accounts).find((one) => one.name === name);
  if (account?.role === "auditor")
    throw new PipelineError("review_refused", `refused: an auditor reads all and changes nothing: ${name}`);
}

function append(workspace: Workspace, record: unknown): string {
  const read = recordShape.safeParse(record);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new PipelineError("usage", `suppression not valid: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  return appendRecords(workspace.journal, [read.data])[0] ?? "";
}
