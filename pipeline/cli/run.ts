import { join } from "node:path";
import { Command } from "commander";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { progressTo } from "../progress.js";
import { run } from "../run.js";
import { chosenNights, EXIT, type Installation, type NightChoice, withInstallation, withNights } from "./options.js";
import { print, sayReading, warn } from "./output.js";

/** `sharewatch run`: reads what is new, judges and publishes one night or several. */
export function runCommand(effects: Effects, exit: (status: number) => void): Command {
  const command = new Command("run")
    .summary("read what is new in the feeds, judge the night and publish its reports")
    .description(
      "Reads what is new in the feeds, judges the night and publishes its reports in WORKSPACE/reports/NIGHT.\nThe same nights over the same feeds give the same bytes; a second run changes nothing.",
    );
  return withNights(withInstallation(command)).action(async (options: Installation & NightChoice) => {
    const loaded = loadSettings(options.config ?? null, options.feeds);
    const nights = chosenNights(options, loaded.settings, effects);
    const workspace = openWorkspace(options.workspace);
    const outcome = await run({ feeds: options.feeds, workspace, loaded, nights }, effects, progressTo(process.stderr));
    const isIncomplete = sayReading(outcome.ingest);
    warn(...outcome.notes);
    const last = nights.at(-1) ?? "";
    print(
      `${nights.length === 1 ? `night ${last}` : `${nights.length} nights to ${last}`}: ${outcome.written.length} written, ${nights.length - outcome.written.length} unchanged`,
      `reports: ${join(workspace.reports, last, "flags.html")}`,
    );
    exit(isIncomplete ? EXIT.incomplete : EXIT.done);
  });
}
