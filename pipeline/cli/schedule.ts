import { Command } from "commander";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import type { Effects } from "../effects.js";
import { openLog } from "../log.js";
import { inChild, startSchedule } from "../schedule.js";
import { readStatus } from "../status.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print } from "./output.js";

/** `sharewatch schedule`: stays up; or, with --once, runs what is due and ends, for cron or systemd. */
export function scheduleCommand(effects: Effects, program: string, exit: (status: number) => void): Command {
  return withInstallation(new Command("schedule"))
    .summary("stay up and run every night on the settings' cron expression; missed nights are caught up in order")
    .option("--once", "run what is due now and end: for cron or a systemd timer")
    .action(async (options: Installation & { once?: true }) => {
      const workspace = openWorkspace(options.workspace);
      const { settings } = loadSettings(options.config ?? null, options.feeds);
      const log = openLog(workspace, effects);
      const installation = [
        ...["--feeds", options.feeds, "--workspace", workspace.root],
        ...(options.config === undefined ? [] : ["--config", options.config]),
      ];
      let status: number = EXIT.done;
      const scheduler = startSchedule(
        {
          settings,
          log,
          lastNight: () => readStatus(workspace)?.nights[0]?.night ?? null,
          async runNights(from, to) {
            status = await inChild(program, ["run", "--from", from, "--to", to, ...installation]);
            return status;
          },
        },
        effects,
      );
      if (options.once) {
        await scheduler.round();
        await scheduler.stop();
        exit(status);
        return;
      }
      print(`every night on "${settings.schedule.cron}" in ${settings.home.time_zone}; stop with SIGTERM or Ctrl-C`);
      await scheduler.round();
      for (const signal of ["SIGTERM", "SIGINT"] as const)
        process.once(signal, () => {
          print("stopping after the night that is running");
          void scheduler.stop().then(() => exit(EXIT.done));
        });
    });
}
