import { appendFileSync } from "node:fs";
import { z } from "zod";
import { type Account, readAccounts } from "../../data/review/accounts.js";
import { DISPOSITION_WORDS, dispositionOf } from "../../data/review/disposition.js";
import { appendRecords, readJournal } from "../../data/review/journal.js";
import { type Decision, decisionShape } from "../../data/review/record.js";
import type { Workspace } from "../../data/workspace.js";
import { REQUIRED, readRows } from "./import-rows.js";
import { isAbout } from "./permission.js";
import { type FlagNights, PublishedFlags } from "./published.js";

/** A row that was not taken: where it stands, why, and its own text. */
export interface RefusedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

/** What came of an import: rows read = accepted + duplicate + refused. */
export interface ImportOutcome {
  readonly rows_read: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly refused: readonly RefusedRow[];
  /** Columns of the file that have no meaning here; they stay in the file. */
  readonly unmapped: readonly string[];
}

/**
 * Takes the decisions of a file (columns of dispositions.csv, or JSON lines with the same names) into the journal. Each
 * row is taken or refused by itself; a refused one is kept with file, line and reason in WORKSPACE/review/refused.jsonl.
 *
 * @throws PipelineError `import_unreadable` where there is no file or no usable header; nothing is taken then
 */
export function importDecisions(workspace: Workspace, file: string): ImportOutcome {
  const { rows, unmapped } = readRows(file);
  const flags = new PublishedFlags(workspace).all();
  const accounts = new Map(readAccounts(workspace.accounts).map((account) => [account.name, account]));
  const said = new Set(
    readJournal(workspace.journal).kept.flatMap(({ record }) => (record.kind === "decision" ? [saying(record)] : [])),
  );
  const taken: Decision[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const decision = "broken" in row ? row.broken : decisionOf(row.values, flags);
    const reason = typeof decision === "string" ? decision : mayNot(decision, flags, accounts);
    if (reason !== null) refused.push({ file, line: row.line, reason, text: row.text });
    else if (typeof decision !== "string" && !said.has(saying(decision))) {
      said.add(saying(decision));
      taken.push(decision);
    }
  }
  appendRecords(workspace.journal, taken);
  if (refused.length > 0)
    appendFileSync(workspace.refused, refused.map((row) => `${JSON.stringify(row)}\n`).join(""), { mode: 0o600 });
  const [rows_read, accepted] = [rows.length, taken.length];
  return { rows_read, accepted, duplicate: rows_read - accepted - refused.length, refused, unmapped };
}

/** What makes two decisions the same wherever they come from. */
function saying({ flag_id, at, reviewer, disposition, reason }: Decision): string {
  return JSON.stringify([flag_id, at, reviewer, disposition, reason]);
}

function mayNot(
  { flag_id, reviewer }: Decision,
  flags: ReadonlyMap<string, FlagNights>,
  accounts: ReadonlyMap<string, Account>,
): string | null {
  const nights = flags.get(flag_id);
  const account = accounts.get(reviewer) ?? null;
  if (nights === undefined) return "flag_id: no such flag in any published night";
  if (account?.role === "auditor") return "reviewer: an auditor reads all and changes nothing";
  if (isAbout(nights, { name: reviewer, account })) return "reviewer: nobody reviews a flag about themselves";
  return null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?/;
const OFFSET = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
const truth = z.enum(["", "true", "false"]).transform((word) => word === "true");

function decisionOf(
  values: Readonly<Record<string, string>>,
  flags: ReadonlyMap<string, FlagNights>,
): Decision | string {
  const value = (column: string): string => values[column]?.trim() ?? "";
  const missing = REQUIRED.find((column) => value(column) === "");
  if (missing !== undefined) return `${missing}: empty`;
  const disposition = dispositionOf(value("disposition"));
  if (disposition === null) return `disposition: not one of ${DISPOSITION_WORDS.join(", ")}`;
  const at = new Date(value("decided_at"));
  if (!INSTANT.test(value("decided_at")) || Number.isNaN(at.getTime()))
    return "decided_at: not a time like 2026-05-01T10:00:00Z";
  if (!OFFSET.test(value("decided_at"))) return "decided_at: a time without an offset from UTC";
  const [isSecond, wantsSecond] = [truth.safeParse(value("is_second")), truth.safeParse(value("wants_second"))];
  if (!isSecond.success) return "is_second: not true or false";
  if (!wantsSecond.success) return "wants_second: not true or false";
  const read = decisionShape.safeParse({
    kind: "decision",
    flag_id: value("flag_id"),
    night: value("night") || (flags.get(value("flag_id"))?.[0].night ?? null),
    at: at.toISOString(),
    reviewer: value("reviewer"),
    role: isSecond.data ? "second" : "reviewer",
    disposition,
    reason: value("reason"),
    seconds_to_look: null,
    seconds_spent: null,
    is_second: isSecond.data,
    is_blind: false,
    wants_second: wantsSecond.data,
    origin: "import",
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a decision"}`;
}
