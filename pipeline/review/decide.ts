import { PipelineError } from "../../data/errors.js";
import { readAccounts } from "../../data/review/accounts.js";
import { DISPOSITION_WORDS, dispositionOf } from "../../data/review/disposition.js";
import { standings } from "../../data/review/history.js";
import { appendRecords, readJournal } from "../../data/review/journal.js";
import { type Decision, decisionShape, type Reversal, reversalShape } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";
import { refusal } from "./permission.js";
import { PublishedFlags } from "./published.js";

/** A decision as it is given on a command line. */
export interface GivenDecision {
  readonly flag_id: string;
  readonly disposition: string;
  readonly reason: string;
  readonly reviewer: string;
  readonly is_second: boolean;
  readonly wants_second: boolean;
}

/**
 * Records one decision in the journal; returns it and its id.
 *
 * @throws PipelineError `usage` for an unknown word or an empty reason; `flag_unknown`, `review_refused`
 */
export function decide(workspace: Workspace, given: GivenDecision, now: string): { id: string; decision: Decision } {
  const disposition = dispositionOf(given.disposition);
  if (disposition === null)
    throw new PipelineError("usage", `not a disposition: ${given.disposition}: one of ${DISPOSITION_WORDS.join(", ")}`);
  const nights = new PublishedFlags(workspace).all().get(given.flag_id);
  if (nights === undefined)
    throw new PipelineError("flag_unknown", `no such flag in any published night: ${given.flag_id}`, {
      reports: workspace.reports,
    });
  const account = readAccounts(workspace.accounts).find(({ name }) => name === given.reviewer) ?? null;
  const standing = standings(readJournal(workspace.journal).kept).get(given.flag_id);
  const refused = refusal(nights, { name: given.reviewer, account }, { standing, isSecond: given.is_second });
  if (refused !== null)
    throw new PipelineError("review_refused", `decision refused: ${refused}`, {
      flag: given.flag_id,
      reviewer: given.reviewer,
    });
  const read = decisionShape.safeParse({
    kind: "decision",
    flag_id: given.flag_id,
    night: nights[0].night,
    at: now,
    reviewer: given.reviewer,
    role: given.is_second ? "second" : "reviewer",
    disposition,
    reason: given.reason,
    seconds_to_look: null,
    seconds_spent: null,
    is_second: given.is_second,
    is_blind: false,
    wants_second: given.wants_second,
    origin: "command",
  });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new PipelineError("usage", `decision not valid: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  const [id = ""] = appendRecords(workspace.journal, [read.data]);
  return { id, decision: read.data };
}

/**
 * Takes a decision back, by whoever made it; both stay in the journal.
 *
 * @throws PipelineError `usage` for an empty reason; `decision_unknown`, `review_refused`
 */
export function takeBack(
  workspace: Workspace,
  given: { readonly undoes: string; readonly reason: string; readonly reviewer: string },
  now: string,
): Reversal {
  const all = [...standings(readJournal(workspace.journal).kept).values()].flatMap(({ history }) => history);
  const decision = all.find(({ id }) => id === given.undoes);
  if (decision === undefined) throw new PipelineError("decision_unknown", `no such decision: ${given.undoes}`);
  const refused =
    decision.reversed !== null
      ? "it was taken back already"
      : decision.reviewer !== given.reviewer
        ? `it was made by ${decision.reviewer}`
        : null;
  if (refused !== null)
    throw new PipelineError("review_refused", `decision not taken back: ${refused}`, { decision: given.undoes });
  const read = reversalShape.safeParse({ kind: "reversal", ...given, flag_id: decision.flag_id, at: now });
  if (!read.success) throw new PipelineError("usage", `not valid: ${read.error.issues[0]?.message ?? ""}`);
  appendRecords(workspace.journal, [read.data]);
  return read.data;
}
