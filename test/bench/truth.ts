import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addDays, type Day, daysBetween } from "../../data/days.js";
import type { Flag } from "../../data/flag.js";

/** Ranks beyond this are not read by anyone, so they find nothing. */
const RANK_MAX = 10;

/** A flag this long after a scenario's end still finds it. */
const LATE_DAYS_MAX = 3;

/** Days of flag and scenario overlap also where they miss each other by one, for time zones. */
const ZONE_DAYS = 1;

const scenarioShape = z.object({
  id: z.string(),
  type: z.string(),
  entity_type: z.string(),
  entity: z.string(),
  first_day: z.string(),
  last_day: z.string(),
  also: z.array(z.string()),
});

const truthShape = z.object({
  scenarios: z.array(scenarioShape),
  start: z.string(),
  days: z.number(),
  eval_from: z.string(),
});

/** A planted pattern of a fictional world. */
export type Scenario = z.infer<typeof scenarioShape>;

/** What is planted in a world, and which nights are judged. */
export interface Truth {
  readonly scenarios: readonly Scenario[];
  readonly evalFrom: Day;
  readonly lastDay: Day;
}

/** Reads WORLD/truth/scenarios.json; throws where it is missing or not as described beside the worlds. */
export function readTruth(world: string): Truth {
  const text = readFileSync(join(world, "truth", "scenarios.json"), "utf8");
  const { scenarios, start, days, eval_from } = truthShape.parse(JSON.parse(text));
  return { scenarios, evalFrom: eval_from, lastDay: addDays(start, days - 1) };
}

/** What became of a scenario: the days from its beginning to the first flag that finds it, or null. */
export interface Finding {
  readonly scenario: Scenario;
  readonly daysToFind: number | null;
}

/** Holds flags against the truth. */
export interface Score {
  readonly findings: readonly Finding[];
  readonly leads: { readonly listed: number; readonly right: number };
  readonly exceptions: { readonly listed: number; readonly right: number };
  readonly wrong: readonly Flag[];
}

/**
 * Matches flags of the judged nights with the truth: withdrawn ones, the audit queue and ranks beyond 10 aside. A scenario is
 * found by a flag that names one of its entities, overlaps its days (one day either way) and stands no later than three days
 * after its end; a flag is right where it names an entity of any scenario with overlapping days.
 *
 * source  the matching rules that come with the fictional worlds
 */
export function score(flags: readonly Flag[], { scenarios, evalFrom }: Truth): Score {
  const read = flags.filter(
    ({ night, queue, rank, state }) =>
      night >= evalFrom && rank <= RANK_MAX && state !== "withdrawn" && queue !== "audit",
  );
  const findings = scenarios.map((scenario) => {
    const nights = read
      .filter((flag) => matches(flag, scenario) && flag.night <= addDays(scenario.last_day, LATE_DAYS_MAX))
      .map(({ night }) => night)
      .sort();
    const [first] = nights;
    return { scenario, daysToFind: first === undefined ? null : Math.max(0, daysBetween(scenario.first_day, first)) };
  });
  const count = (queue: Flag["queue"]) => {
    const own = read.filter((flag) => flag.queue === queue);
    const right = own.filter((flag) => scenarios.some((scenario) => matches(flag, scenario)));
    return { listed: own.length, right: right.length };
  };
  const wrong = read.filter((flag) => !scenarios.some((scenario) => matches(flag, scenario)));
  return { findings, leads: count("leads"), exceptions: count("exceptions"), wrong };
}

/** Whether a flag names an entity of a scenario and their days overlap. */
export function matches(flag: Flag, scenario: Scenario): boolean {
  const entities = new Set([scenario.entity, ...scenario.also]);
  const named = [flag.entity_id, ...flag.related.map(({ entity_id }) => entity_id)];
  return (
    named.some((entity) => entities.has(entity)) &&
    flag.first_day <= addDays(scenario.last_day, ZONE_DAYS) &&
    flag.last_day >= addDays(scenario.first_day, -ZONE_DAYS)
  );
}
