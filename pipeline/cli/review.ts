import { Command } from "commander";
import { PipelineError } from "../../data/errors.js";
import { DISPOSITIONS } from "../../data/review/disposition.js";
import type { Standing } from "../../data/review/history.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace, type Workspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { decide, takeBack } from "../review/decide.js";
import { foldNow } from "../review/fold.js";
import { importDecisions } from "../review/import.js";
import { type ReviewList, reviewList } from "../review/list.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, printJson, warn } from "./output.js";

interface ReviewOptions extends Installation {
  readonly disposition?: string;
  readonly reason?: string;
  readonly reviewer?: string;
  readonly second?: true;
  readonly askSecond?: true;
  readonly undo?: string;
  readonly import?: string;
  readonly list?: true;
  readonly json?: true;
}

/** Refused rows that are told one by one; all are in the file. */
const REFUSED_TOLD_MAX = 20;

const HELP = `
Dispositions:
${DISPOSITIONS.map(({ word, meaning }) => `  ${word.padEnd(22)}${meaning}`).join("\n")}

A decision is never changed: a later one by the same reviewer counts instead, and both stay. Decisions are kept in
WORKSPACE/review/decisions.jsonl, from which the store is rebuilt.`;

/** `sharewatch review`: records a decision, takes in a file of them, or lists flags and decisions. */
export function reviewCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("review"))
    .summary("record a decision about a flag, take in a file of decisions, or list them")
    .argument("[flag]", "the flag's id, as in flags.html")
    .option("--disposition <word>", "what was decided: see below")
    .option("--reason <text>", "why, in the reviewer's words")
    .option("--reviewer <name>", "who decided")
    .option("--second", "this is the second reading of the flag")
    .option("--ask-second", "ask for a second reading by somebody else")
    .option("--undo <id>", "take a decision of one's own back, by its id; needs --reason and --reviewer; both stay")
    .option("--import <file>", "take in decisions: the columns of dispositions.csv, as CSV or JSON lines")
    .option("--list", "flags and how they stand")
    .option("--json", "with --list: as one JSON object")
    .addHelpText("after", HELP)
    .action(async (flag: string | undefined, options: ReviewOptions) => {
      const workspace = openWorkspace(options.workspace);
      const { settings } = loadSettings(options.config ?? null, options.feeds);
      const modes = [flag !== undefined, options.import, options.undo, options.list].filter(
        (mode) => mode !== undefined && mode !== false,
      ).length;
      if (modes !== 1) throw new PipelineError("usage", "give one of these: a flag, --undo ID, --import FILE, --list");
      if (options.list) {
        const list = reviewList(workspace);
        if (options.json) printJson(list);
        else print(...told(list));
        exit(list.faults.length > 0 ? EXIT.incomplete : EXIT.done);
        return;
      }
      const status = changed(workspace, flag, options, effects);
      const isFolded = await foldNow(workspace, settings, effects);
      if (!isFolded) warn("the next run takes this into the store");
      exit(status);
    });
}

function changed(workspace: Workspace, flag: string | undefined, options: ReviewOptions, effects: Effects): number {
  if (flag !== undefined) return record(workspace, flag, options, effects);
  if (options.import !== undefined) return takeIn(workspace, options.import);
  const { undo = "", reason, reviewer } = options;
  if (reason === undefined || reviewer === undefined)
    throw new PipelineError("usage", "taking a decision back needs --reason and --reviewer");
  const { flag_id } = takeBack(workspace, { undoes: undo, reason, reviewer }, effects.now());
  print(`${flag_id}: decision ${undo} taken back, by ${reviewer}`);
  return EXIT.done;
}

function record(workspace: Workspace, flag_id: string, options: ReviewOptions, effects: Effects): number {
  const { disposition, reason, reviewer } = options;
  if (disposition === undefined || reason === undefined || reviewer === undefined)
    throw new PipelineError("usage", "a decision needs --disposition, --reason and --reviewer");
  const readings = { is_second: options.second === true, wants_second: options.askSecond === true };
  const { id, decision } = decide(workspace, { flag_id, disposition, reason, reviewer, ...readings }, effects.now());
  print(`${decision.flag_id}: ${decision.disposition}, by ${decision.reviewer} (${id})`);
  return EXIT.done;
}

function takeIn(workspace: Workspace, file: string): number {
  const { rows_read, accepted, duplicate, refused, unmapped } = importDecisions(workspace, file);
  print(`${rows_read} rows read: ${accepted} accepted, ${duplicate} duplicate, ${refused.length} refused`);
  for (const row of refused.slice(0, REFUSED_TOLD_MAX)) warn(`${row.file}:${row.line}: ${row.reason}`);
  if (refused.length > 0) warn(`refused rows are kept in ${workspace.refused}`);
  if (unmapped.length > 0) warn(`columns without a meaning here: ${unmapped.join(", ")}`);
  return refused.length > 0 ? EXIT.incomplete : EXIT.done;
}

function told({ flags, unpublished, faults }: ReviewList): string[] {
  const waiting = flags.filter(({ standing }) => standing.waitsFor !== null).length;
  return [
    `${flags.length} flags in published nights, ${waiting} wait for a decision`,
    ...flags.map(
      ({ flag, standing }) =>
        `${flag.flag_id}  ${flag.night}  ${flag.queue} ${flag.rank}  ${stands(standing)}  ${flag.entity_type} ${flag.entity_id}: ${flag.question}`,
    ),
    ...[...flags.map(({ standing }) => standing), ...unpublished.map(({ standing }) => standing)].flatMap(decisions),
    ...faults.map(({ line, reason }) => `journal line ${line}: ${reason}`),
  ];
}

function stands({ disposition, isDisputed, waitsFor }: Standing): string {
  if (isDisputed) return "two readings differ";
  if (disposition === null) return "open";
  return waitsFor === "second" ? `${disposition}, waits for a second reading` : disposition;
}

function decisions({ history }: Standing): string[] {
  return history.map(
    ({ id, flag_id, at, reviewer, disposition, reason, is_second, reversed }) =>
      `  ${at}  ${flag_id}  ${disposition}${is_second ? " (second reading)" : ""}, by ${reviewer}: ${reason}  [${id}]${reversed === null ? "" : ` taken back ${reversed.at}: ${reversed.reason}`}`,
  );
}
