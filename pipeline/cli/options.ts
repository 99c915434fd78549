import { type Command, InvalidArgumentError, Option } from "commander";
import { type Day, eachDay, isDay, lastFullDay } from "../../data/days.js";
import { PipelineError } from "../../data/errors.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Effects } from "../effects.js";

/** Exit status of the commands, as the contract has it. */
export const EXIT = { done: 0, failed: 1, usage: 2, incomplete: 3 } as const;

/** Options that name the installation. */
export interface Installation {
  readonly feeds: string;
  readonly workspace: string;
  readonly config?: string;
}

/** Options that choose nights. */
export interface NightChoice {
  readonly night?: Day;
  readonly from?: Day;
  readonly to?: Day;
}

function day(text: string): Day {
  if (!isDay(text)) throw new InvalidArgumentError("write a date like 2026-05-01.");
  return text;
}

/** Adds --feeds, --workspace and --config. */
export function withInstallation(command: Command): Command {
  return command
    .addOption(new Option("--feeds <dir>", "folder of feeds").default("feeds"))
    .addOption(new Option("--workspace <dir>", "folder of the store, the reports and the log").default("workspace"))
    .addOption(
      new Option("--config <file>", "settings (YAML), the policy among them; FEEDS/settings.yaml where not given"),
    );
}

/** Adds --night, or --from and --to. */
export function withNights(command: Command): Command {
  return command
    .addOption(
      new Option("--night <date>", "the night to run; the last full day at home where not given").argParser(day),
    )
    .addOption(new Option("--from <date>", "first of several nights").argParser(day).conflicts("night"))
    .addOption(new Option("--to <date>", "last of several nights").argParser(day).conflicts("night"));
}

/**
 * The nights that were asked for, in order.
 *
 * @throws PipelineError `usage` for half a range or one that ends before it begins
 */
export function chosenNights(choice: NightChoice, settings: Settings, effects: Effects): Day[] {
  const { night, from, to } = choice;
  if ((from === undefined) !== (to === undefined))
    throw new PipelineError("usage", "half a range of nights: give both --from and --to");
  if (from !== undefined && to !== undefined) {
    if (to < from) throw new PipelineError("usage", `range of nights ends before it begins: ${from} to ${to}`);
    return eachDay(from, to);
  }
  return [night ?? lastFullDay(effects.now(), settings.home.time_zone)];
}
