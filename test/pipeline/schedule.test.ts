import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../data/settings/load.js";
import { dueNights, startSchedule } from "../../pipeline/schedule.js";

const effects = { now: () => "2026-05-10T02:00:00Z", pid: 1, host: "here" };
const log = pino({ enabled: false });
const settings = parseSettings("home: {time_zone: Europe/Paris}\n", "s.yaml");

describe("nights that are due", () => {
  it("the last full day alone where none has been run", () => {
    expect(dueNights(null, "2026-05-09", 31)).toEqual({ from: "2026-05-09", to: "2026-05-09", left: 0 });
  });

  it("every missed night in order, none twice", () => {
    expect(dueNights("2026-05-06", "2026-05-09", 31)).toEqual({ from: "2026-05-07", to: "2026-05-09", left: 0 });
    expect(dueNights("2026-05-09", "2026-05-09", 31)).toBeNull();
    expect(dueNights("2026-05-10", "2026-05-09", 31)).toBeNull();
  });

  it("beyond the bound the older ones are left, and counted", () => {
    expect(dueNights("2026-04-01", "2026-05-09", 2)).toEqual({ from: "2026-05-07", to: "2026-05-09", left: 35 });
  });
});

describe("the scheduler", () => {
  it("runs what is due once, although asked twice while it runs", async () => {
    const runs: string[] = [];
    let finish = (_status: number): void => {};
    const scheduler = startSchedule(
      {
        settings,
        log,
        lastNight: () => (runs.length > 1 ? "2026-05-09" : "2026-05-07"),
        runNights: (from, to) => {
          runs.push(`${from}…${to}`);
          return new Promise((resolve) => {
            finish = resolve;
          });
        },
      },
      effects,
    );
    const first = scheduler.round();
    const second = scheduler.round();
    finish(0);
    await Promise.all([first, second]);
    expect(runs).toEqual(["2026-05-08…2026-05-09"]);
    await scheduler.stop();
  });

  it("a stop waits for the night that is running", async () => {
    let isDone = false;
    const scheduler = startSchedule(
      {
        settings,
        log,
        lastNight: () => null,
        runNights: async () => {
          await new Promise((resolve) => setTimeout(resolve, 50));
          isDone = true;
          return 0;
        },
      },
      effects,
    );
    void scheduler.round();
    await scheduler.stop();
    expect(isDone).toBe(true);
  });

  it("refuses what is no cron expression", () => {
    const wrong = parseSettings("schedule: {cron: every night}\n", "s.yaml");
    const options = { settings: wrong, log, lastNight: () => null, runNights: async () => 0 };
    expect(() => startSchedule(options, effects)).toThrow("schedule.cron is not a cron expression: every night");
  });
});
