import { Command } from "commander";
import { PipelineError } from "../../data/errors.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { progressTo } from "../progress.js";
import { type Difference, type ListedLead, type WhatIf, whatIf } from "../whatif.js";
import { chosenNights, EXIT, type Installation, type NightChoice, withInstallation, withNights } from "./options.js";
import { print, printJson } from "./output.js";

/** `sharewatch whatif`: what other settings would have made of past nights. */
export function whatifCommand(effects: Effects, exit: (status: number) => void): Command {
  return withNights(withInstallation(new Command("whatif")))
    .summary(
      "try other settings on past nights: leads and exceptions added, removed, and confirmed ones lost; changes nothing",
    )
    .option("--json", "the leads and exceptions, as one JSON object")
    .action(async (options: Installation & NightChoice & { json?: true }) => {
      if (options.config === undefined) throw new PipelineError("usage", "give the settings to try: --config FILE");
      const { settings } = loadSettings(options.config, options.feeds);
      const nights = chosenNights(options, settings, effects);
      const workspace = openWorkspace(options.workspace);
      const found = await whatIf({ workspace, settings, nights }, effects, progressTo(process.stderr));
      if (options.json) printJson(found);
      else print(...told(found, options.config));
      exit(EXIT.done);
    });
}

function told({ exceptions, ...leads }: WhatIf, config: string): string[] {
  return [...differs(leads, "leads", config), ...differs(exceptions, "exceptions", config)];
}

function differs(found: Difference, what: string, config: string): string[] {
  const { before_count, after_count, added, removed, confirmed_lost } = found;
  const line = ({ night, entity_type, entity_id, detector, flag_id }: ListedLead) =>
    `  ${night}  ${entity_type} ${entity_id}  ${detector}  ${flag_id}`;
  return [
    `${before_count} ${what} as they were, ${after_count} under ${config}`,
    `${added.length} added`,
    ...added.map(line),
    `${removed.length} removed`,
    ...removed.map(line),
    `${confirmed_lost.length} confirmed ones lost`,
    ...confirmed_lost.map(line),
  ];
}
