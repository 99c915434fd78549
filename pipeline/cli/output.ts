import { PipelineError } from "../../data/errors.js";
import { counted } from "../../data/words.js";
import { jsonInScript } from "../../reports/border/json.js";
import { terminal } from "../../reports/border/terminal.js";
import { type FileReport, type IngestSummary, isWhole, type Refusal } from "../ingest/summary.js";
import { EXIT } from "./options.js";

/** Writes lines to standard output: what the command was asked to print. Values of logs are made harmless. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${terminal(line, { limit: 2000 })}\n`).join(""));
}

/** Writes one JSON value to standard output, harmless on a terminal too. */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonInScript(value)}\n`);
}

/** Writes lines to standard error: what a person should know beside the answer. */
export function warn(...lines: readonly string[]): void {
  process.stderr.write(lines.map((line) => `${terminal(line, { limit: 2000 })}\n`).join(""));
}

/** Failures of the command line or the settings, as against failures of the run. */
const WRONG_WORDS =
  /^(usage|feeds_missing|no_nights|flag_unknown|decision_unknown|import_unreadable|sample_option|settings_.*|signing_key_.*)$/;

/** Tells a failure on standard error and gives the exit status: a person can act on it, or it is a bug with its stack. */
export function explain(error: unknown): number {
  if (!(error instanceof PipelineError)) {
    process.stderr.write(
      `sharewatch: a fault of the program, please report it\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    return EXIT.failed;
  }
  const context = Object.entries(error.context).filter(
    ([, value]) => value !== null && !error.message.includes(String(value)),
  );
  const lines = error.message.split("\n").map((line) => terminal(line, { limit: 2000 }));
  process.stderr.write(`sharewatch: ${lines.join("\n")}\n`);
  for (const [name, value] of context) process.stderr.write(`  ${name}: ${terminal(String(value))}\n`);
  return WRONG_WORDS.test(error.code) ? EXIT.usage : EXIT.failed;
}

/** Lines of a summary that a person reads; the store and `status --json` have all of them. */
const LINES_MAX = 40;

/** Says on standard error what was refused, missing or likely the same person; whether any input was refused or missing. */
export function sayReading(summary: IngestSummary): boolean {
  const { rows_read, accepted, duplicate, refused, files, known_file_count } = summary;
  const lines = [
    `read ${counted(files.length, "new file")} (${known_file_count} known): ${counted(rows_read, "row")} = ${accepted} accepted + ${duplicate} duplicate + ${refused} refused`,
    ...files.filter(isNotable).map((file) => noted(file, summary.refusals)),
    ...summary.skipped.map(({ path, reason }) => `${path}: not read: ${reason}`),
    ...summary.vanished_feeds.map(
      (feed) => `${feed}: was delivered before and is gone; what it said last still stands`,
    ),
    ...summary.near_identical_actors.map((ids) => `likely the same person: ${ids.join(", ")}`),
  ];
  if (summary.missing_feeds.length > 0) lines.push(`no feed: ${summary.missing_feeds.join(", ")}`);
  for (const line of lines.slice(0, LINES_MAX)) process.stderr.write(`${terminal(line, { limit: 2000 })}\n`);
  if (lines.length > LINES_MAX) process.stderr.write(`… ${lines.length - LINES_MAX} more; see status --json\n`);
  return !isWhole(summary);
}

const isNotable = ({ status, refused, recovered, unmapped, notes }: FileReport): boolean =>
  (status !== "read" && status !== "copy") || refused > 0 || recovered > 0 || unmapped.length > 0 || notes.length > 0;

/** Reasons told of one file; `status --json` and the store have them all. */
const REASONS_MAX = 8;

function noted(
  { path, status, reason, refused, recovered, unmapped, notes }: FileReport,
  refusals: readonly Refusal[],
): string {
  const reasons = refusals.filter((refusal) => refusal.path === path);
  const parts = [
    ...(status === "read" || status === "copy" ? [] : [status]),
    ...(reason === null ? [] : [reason]),
    ...(refused === 0 ? [] : [`${counted(refused, "row")} refused: ${told(reasons)}`]),
    ...(recovered === 0 ? [] : [`${counted(recovered, "row")} recovered`]),
    ...(unmapped.length === 0 ? [] : [`unmapped: ${unmapped.join(", ")}`]),
    ...notes.filter((note) => note !== reason),
  ];
  return `${path}: ${parts.join("; ")}`;
}

function told(refusals: readonly Refusal[]): string {
  const shown = refusals
    .slice(0, REASONS_MAX)
    .map(({ reason, row_count, first_line }) =>
      row_count === 1 ? `line ${first_line}: ${reason}` : `${row_count} rows, first line ${first_line}: ${reason}`,
    );
  const rest = refusals.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more reasons`] : [])].join(" | ");
}
