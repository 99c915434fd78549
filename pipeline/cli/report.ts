import { join } from "node:path";
import { Command, Option } from "commander";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { report } from "../report.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, warn } from "./output.js";
import { type ReportPeriod, reportPeriod } from "./period.js";

/** `sharewatch report`: the oversight report of a month, quarter or year, from the nights already run. */
export function reportCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("report"))
    .summary("the oversight report of a month, quarter or year")
    .description(
      "Writes the oversight report of a month, quarter or year into WORKSPACE/reports/PERIOD, from the nights already run.\nA period that is not over is reported up to its last night.",
    )
    .addOption(
      new Option("--period <period>", "2026-05, 2026-Q2 or 2026").makeOptionMandatory().argParser(reportPeriod),
    )
    .action(async (options: Installation & { period: ReportPeriod }) => {
      const loaded = loadSettings(options.config ?? null, options.feeds);
      const workspace = openWorkspace(options.workspace);
      const { period } = options;
      const { last_night, night_count, is_written, notes } = await report({ workspace, loaded, period }, effects);
      warn(...notes);
      print(
        `${period.words}: ${night_count === 1 ? "1 night" : `${night_count} nights`} to ${last_night}, ${is_written ? "written" : "unchanged"}`,
        `report: ${join(workspace.reports, period.name, "oversight.html")}`,
      );
      exit(EXIT.done);
    });
}
