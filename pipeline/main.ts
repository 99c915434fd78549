#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./cli/check.js";
import { demoCommand } from "./cli/demo.js";
import { EXIT } from "./cli/options.js";
import { explain } from "./cli/output.js";
import { proveCommand } from "./cli/prove.js";
import { reportCommand } from "./cli/report.js";
import { reviewCommand } from "./cli/review.js";
import { runCommand } from "./cli/run.js";
import { sampleCommand } from "./cli/sample.js";
import { scheduleCommand } from "./cli/schedule.js";
import { serveCommand } from "./cli/serve.js";
import { statusCommand } from "./cli/status.js";
import { suppressCommand } from "./cli/suppress.js";
import { verifyCommand } from "./cli/verify.js";
import { whatifCommand } from "./cli/whatif.js";
import { realEffects, realSecretEffects } from "./effects.js";
import { VERSION } from "./version.js";

const HELP_AFTER = `
Exit status: 0 done; 1 failed, nothing half-written; 2 wrong command line or settings; 3 done, but some input was
refused or missing (standard error says which).

A lead is a question, not a finding: the reports say what was unusual, what would explain it, and what chance alone
would have given. Nothing leaves this machine.

Begin:
  sharewatch sample try          write fictional feeds
  sharewatch run --feeds try/feeds --night DATE
  sharewatch check --feeds DIR   your own feeds: what would be read, what would be refused`;

const exit = (status: number): void => {
  process.exitCode = status;
};

const program = new Command("sharewatch")
  .description("Nightly oversight of the sharing of classified information: leads, not conclusions, at a stated price.")
  .version(VERSION, "--version")
  .addHelpText("after", HELP_AFTER)
  .exitOverride()
  .addCommand(runCommand(realEffects, exit))
  .addCommand(scheduleCommand(realEffects, fileURLToPath(import.meta.url), exit))
  .addCommand(checkCommand(realEffects, exit))
  .addCommand(reviewCommand(realEffects, exit))
  .addCommand(whatifCommand(realEffects, exit))
  .addCommand(suppressCommand(realEffects, exit))
  .addCommand(serveCommand(realSecretEffects, exit))
  .addCommand(reportCommand(realEffects, exit))
  .addCommand(statusCommand(realEffects, exit))
  .addCommand(verifyCommand(realEffects, exit))
  .addCommand(proveCommand(exit))
  .addCommand(sampleCommand(exit))
  .addCommand(demoCommand(realEffects, exit));
for (const command of program.commands) command.exitOverride().showHelpAfterError("see --help");

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else process.exitCode = explain(error);
}
