import { Command } from "commander";
import { addDays, daysBetween, lastFullDay } from "../../data/days.js";
import { loadSettings } from "../../data/settings/load.js";
import { isHeld, readHolder } from "../../data/store/lock.js";
import { counted } from "../../data/words.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { readStatus, type Status } from "../status.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, printJson } from "./output.js";

/** Nights shown to a person: two weeks; --json has them all. */
const NIGHTS_SHOWN = 14;

/** `sharewatch status`: the last nights, what is late, what was not assessed. Reads no store, so it works beside a run. */
export function statusCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("status"))
    .summary("last nights, what is late, what was not assessed")
    .option("--json", "everything, as one JSON object: files, nights, sources, overdue_nights, running")
    .action(async (options: Installation & { json?: true }) => {
      const workspace = openWorkspace(options.workspace);
      const { settings } = loadSettings(options.config ?? null, options.feeds);
      const status = readStatus(workspace) ?? { files: [], nights: [], sources: [] };
      const due = lastFullDay(effects.now(), settings.home.time_zone);
      const last = status.nights[0]?.night;
      const overdue = last === undefined ? [] : nightsAfter(last, due);
      const running = (await isHeld(workspace)) ? readHolder(workspace) : null;
      if (options.json) printJson({ ...status, overdue_nights: overdue, running });
      else print(...told(status, due, overdue.length, running?.command ?? null));
      exit(EXIT.done);
    });
}

function nightsAfter(last: string, due: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(last, due)) }, (_, index) => addDays(last, index + 1));
}

function told(status: Status, due: string, overdueCount: number, running: string | null): string[] {
  const refused = status.files.filter((file) => file.refused > 0 || file.reason !== null);
  return [
    ...(running === null ? [] : [`running now: ${running}`]),
    status.nights.length === 0 ? "no night has been run" : `last night run: ${status.nights[0]?.night}`,
    overdueCount === 0
      ? `no night is overdue (due: ${due})`
      : `${counted(overdueCount, "night")} overdue, the last of them ${due}`,
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

const NIGHT_HEADS = ["night", "events", "leads", "by chance", "exceptions", "not judged"];

/** Rows of texts under their heads, right-aligned in columns; nothing where there are only heads. */
function columns(rows: readonly (readonly string[])[]): string[] {
  if (rows.length < 2) return [];
  const widths = NIGHT_HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")}`);
}
