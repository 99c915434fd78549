import { Command } from "commander";
import { addDays, daysBetween, lastFullDay } from "../../data/days.js";
import { loadSettings } from "../../data/settings/load.js";
import { isHeld, readHolder } from "../../data/store/lock.js";
import { counted } from "../../data/words.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { type NightSignature, signatureOf } from "../manifest/standing.js";
import { readStatus, type Status } from "../status.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, printJson } from "./output.js";

/** Nights shown to a person: two weeks; --json has them all. */
const NIGHTS_SHOWN = 14;

/** `sharewatch status`: the last nights, what is late, what was not assessed. Reads no store, so it works beside a run. */
export function statusCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("status"))
    .summary("last nights, what is late, what was not assessed")
    .option("--json", "everything, as one JSON object: files, nights, sources, overdue_nights, running, signature")
    .action(async (options: Installation & { json?: true }) => {
      const workspace = openWorkspace(options.workspace);
      const { settings } = loadSettings(options.config ?? null, options.feeds);
      const status = readStatus(workspace) ?? { files: [], nights: [], sources: [] };
      const due = lastFullDay(effects.now(), settings.home.time_zone);
      const last = status.nights[0]?.night;
      const overdue = last === undefined ? [] : nightsAfter(last, due);
      const running = (await isHeld(workspace)) ? readHolder(workspace) : null;
      const signature = last === undefined ? null : signatureOf(workspace, last);
      if (options.json) printJson({ ...status, overdue_nights: overdue, running, signature });
      else print(...told(status, { due, overdue_count: overdue.length, running: running?.command ?? null, signature }));
      exit(EXIT.done);
    });
}

function nightsAfter(last: string, due: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(last, due)) }, (_, index) => addDays(last, index + 1));
}

/** What is told beside what the last run left. */
interface Present {
  readonly due: string;
  readonly overdue_count: number;
  readonly running: string | null;
  readonly signature: NightSignature | null;
}

function told(status: Status, { due, overdue_count, running, signature }: Present): string[] {
  const refused = status.files.filter((file) => file.refused > 0 || file.reason !== null);
  return [
    ...(running === null ? [] : [`running now: ${running}`]),
    status.nights.length === 0 ? "no night has been run" : `last night run: ${status.nights[0]?.night}`,
    overdue_count === 0
      ? `no night is overdue (due: ${due})`
      : `${counted(overdue_count, "night")} overdue, the last of them ${due}`,
    ...(signature === null ? [] : [signed(signature)]),
    ...columns([
      NIGHT_HEADS,
      ...status.nights
        .slice(0, NIGHTS_SHOWN)
        .map(({ night, leads, exceptions, leads_expected_by_chance, abstained, events }) =>
          [night, events, leads, leads_expected_by_chance.toFixed(2), exceptions, abstained].map(String),
        ),
    ]),
    ...status.sources.map(
      ({ source, last_day, events }) => `source ${source}: ${counted(events, "event")}, the last on ${last_day}`,
    ),
    `${counted(status.files.length, "file")} read, ${refused.length} with something refused or noted`,
    ...refused.map(
      ({ path, refused: count, reason }) =>
        `  ${path}: ${counted(count, "row")} refused${reason === null ? "" : `; ${reason}`}`,
    ),
  ];
}

function signed({ night, keyid }: NightSignature): string {
  return keyid === null
    ? `${night} is not signed by a key of this workspace: see sharewatch verify`
    : `${night} is signed by key ${keyid.slice(0, 16)}`;
}

const NIGHT_HEADS = ["night", "events", "leads", "by chance", "exceptions", "not judged"];

/** Rows of texts under their heads, right-aligned in columns; nothing where there are only heads. */
function columns(rows: readonly (readonly string[])[]): string[] {
  if (rows.length < 2) return [];
  const widths = NIGHT_HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}`);
}
