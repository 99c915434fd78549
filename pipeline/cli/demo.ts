import { join } from "node:path";
import { Command } from "commander";
import { addDays } from "../../data/days.js";
import { writeSample } from "../../data/sample/index.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { leadsToRead } from "../leads-to-read.js";
import { progressTo } from "../progress.js";
import { run } from "../run.js";
import { EXIT } from "./options.js";
import { print, sayReading } from "./output.js";

/** Nights that the demonstration runs: a month, so that lasting leads can be seen to last. */
const DEMO_NIGHTS = 30;

/** Leads that it names: few enough to be read. */
const LEADS_TO_READ = 3;

/** `sharewatch demo`: the sample, its last month of nights, and what to read first. */
export function demoCommand(effects: Effects, exit: (status: number) => void): Command {
  return new Command("demo")
    .summary("write the fictional sample, run its last 30 nights and say what to read first")
    .option("--workspace <dir>", "folder of the store, the reports and the log", "workspace")
    .action(async (options: { workspace: string }) => {
      const workspace = openWorkspace(options.workspace);
      const sample = await writeSample(join(workspace.root, "sample"));
      const first = addDays(sample.last_day, 1 - DEMO_NIGHTS);
      const nights = Array.from({ length: DEMO_NIGHTS }, (_, index) => addDays(first, index));
      const loaded = loadSettings(null, sample.feeds);
      const outcome = await run(
        { feeds: sample.feeds, workspace, loaded, nights },
        effects,
        progressTo(process.stderr),
      );
      const leads = leadsToRead(workspace, nights, LEADS_TO_READ);
      print(
        `The fictional sample: ${sample.events} events of ${sample.actors} people and accounts, ${DEMO_NIGHTS} nights to ${sample.last_day}.`,
        `Reports: ${workspace.reports}`,
        leads.length === 0 ? "No leads." : "Read first:",
        ...leads.flatMap(({ night, question, entity, summary, file }, index) => [
          `  ${index + 1}. ${night} ${entity}: ${question}`,
          `     ${summary}`,
          `     ${file}`,
        ]),
      );
      exit(sayReading(outcome.ingest) ? EXIT.incomplete : EXIT.done);
    });
}
