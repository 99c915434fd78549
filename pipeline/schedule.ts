import { fork } from "node:child_process";
import { schedule as cronSchedule, type ScheduledTask, validate } from "node-cron";
import type { Logger } from "pino";
import { addDays, type Day, daysBetween, lastFullDay } from "../data/days.js";
import { PipelineError } from "../data/errors.js";
import type { Settings } from "../data/settings/shape.js";
import type { Effects } from "./effects.js";

/** What the scheduler needs of the world, as arguments. */
export interface ScheduleOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** The last night whose reports stand, or null: read anew for each round, from the workspace's own record. */
  readonly lastNight: () => Day | null;
  /** Runs the nights of a range in a process of their own; resolves with its exit status. */
  readonly runNights: (from: Day, to: Day) => Promise<number>;
}

/** A running scheduler. */
export interface Scheduler {
  /** Runs what is due now; a call while one runs joins it. */
  round(): Promise<void>;
  /** Takes no further round and waits for the one that runs. */
  stop(): Promise<void>;
}

/**
 * The nights that are due: those after the last one run, up to the last full day at home; the last full day alone where
 * none has been run. At most `max` besides the last one: older ones are left, and named by the caller.
 */
export function dueNights(last: Day | null, lastFull: Day, max: number): { from: Day; to: Day; left: number } | null {
  if (last === null) return { from: lastFull, to: lastFull, left: 0 };
  const count = daysBetween(last, lastFull);
  if (count <= 0) return null;
  const kept = Math.min(count, max + 1);
  return { from: addDays(lastFull, 1 - kept), to: lastFull, left: count - kept };
}

/**
 * Stays up and runs every night on the cron expression of the settings, in the home zone. One night at a time, missed
 * nights first and in order, each round in a process of its own, so that a failed night takes nothing down.
 *
 * @throws PipelineError `settings_cron` for an expression that is none
 */
export function startSchedule(options: ScheduleOptions, effects: Effects): Scheduler {
  const { settings, log } = options;
  const { cron, catch_up_nights_max } = settings.schedule;
  if (!validate(cron)) throw new PipelineError("settings_cron", `schedule.cron is not a cron expression: ${cron}`);
  let present: Promise<void> | null = null;
  const once = async () => {
    const due = dueNights(
      options.lastNight(),
      lastFullDay(effects.now(), settings.home.time_zone),
      catch_up_nights_max,
    );
    if (due === null) return;
    if (due.left > 0) log.warn({ left: due.left }, "missed nights beyond schedule.catch_up_nights_max are left");
    log.info(due, "round begins");
    const status = await options.runNights(due.from, due.to);
    (status === 0 || status === 3 ? log.info.bind(log) : log.error.bind(log))({ ...due, status }, "round ended");
  };
  const round = () => {
    present ??= once()
      .catch((error: unknown) => log.error({ err: error }, "round failed"))
      .finally(() => {
        present = null;
      });
    return present;
  };
  const task: ScheduledTask = cronSchedule(cron, round, {
    timezone: settings.home.time_zone,
    noOverlap: true,
    logger: quiet(log),
  });
  return {
    round,
    async stop() {
      await task.stop();
      await present;
    },
  };
}

/** Runs this program again with other words, in a process of its own; resolves with its exit status. */
export function inChild(program: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [...words], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    child.on("error", reject);
    child.on("exit", (status, signal) => resolve(signal === null ? (status ?? 1) : 1));
  });
}

/** node-cron's own messages, in the structured log. */
function quiet(log: Logger) {
  return {
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    error: (message: string | Error) => log.error(message),
    debug: (message: string | Error) => log.debug(message),
  };
}
