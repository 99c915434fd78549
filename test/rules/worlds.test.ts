import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addDays } from "../../data/days.js";
import type { Flag } from "../../data/flag.js";
import { writeSample } from "../../data/sample/index.js";
import { newFolder } from "../folder.js";
import { judgeWorld } from "./worlds.js";

const truthShape = z.object({
  eval_from: z.string(),
  scenarios: z.array(z.object({ type: z.string(), entity: z.string(), first_day: z.string(), last_day: z.string() })),
});

/** What the rules owe of what a sample plants: the contract of the queue of exceptions. */
const OWED = ["releasability", "self_approval", "retention", "log_gap"];

/** Small, yet with every planted pattern: the sample's own least size. */
const SIZE = { days: 60, actors: 80 };

/** Nights of the quiet sample that are judged: the last month of the log, by when every kind of step and date occurs. */
const QUIET_NIGHTS = 30;

const names = (flag: Flag): string[] => [flag.entity_id, ...flag.related.map(({ entity_id }) => entity_id)];

describe("a sample world", () => {
  it("with nothing planted has no exception on any night of a month", async () => {
    const { feeds, last_day } = await writeSample(newFolder(), { ...SIZE, planted: false });
    const from = addDays(last_day, -QUIET_NIGHTS);
    const { exceptions, store } = await judgeWorld(feeds, "Europe/Vienna", { from });
    expect(exceptions.map(({ night, detector, summary }) => [night, detector, summary])).toEqual([]);
    store.close();
  }, 120_000);

  it("with patterns planted has an exception for each that a rule forbids, by the day after it began", async () => {
    const { feeds, truth } = await writeSample(newFolder(), SIZE);
    const { eval_from, scenarios } = truthShape.parse(JSON.parse(readFileSync(join(truth, "scenarios.json"), "utf8")));
    const { exceptions, store } = await judgeWorld(feeds, "Europe/Vienna", { from: eval_from });
    const owed = scenarios.filter(({ type }) => OWED.includes(type));
    const missed = owed.filter(
      ({ entity, first_day }) =>
        !exceptions.some(
          (flag) => names(flag).includes(entity) && flag.night >= first_day && flag.night <= addDays(first_day, 1),
        ),
    );
    expect(owed.length).toBeGreaterThanOrEqual(OWED.length);
    expect(missed).toEqual([]);
    store.close();
  }, 120_000);
});
