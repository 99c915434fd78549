import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenSample, openSample } from "./fixture.js";
import { BREAKS } from "./rules.js";

const WORLDS = [
  { seed: 7, planted: false },
  { seed: 41, planted: false, start: "2025-09-15", days: 70, actors: 100, rate: 0.7 },
] as const;

describe.each(WORLDS)("a quiet world of seed $seed breaks no rule", (options) => {
  let sample: OpenSample;
  beforeAll(async () => {
    sample = await openSample(options);
  });
  afterAll(() => sample.close());

  it.each(BREAKS)("%s", async (_, sql) => {
    expect((await sample.rows(sql)).slice(0, 5)).toEqual([]);
  });

  it("has people on shifts at night, people in other zones, forwards, urgent requests, refusals and destructions to judge", async () => {
    const [counts] = await sample.rows(`SELECT
      count(*) FILTER (action = 'forward') > 3 AS forwards, count(*) FILTER (action = 'destroy') > 3 AS destructions,
      count(*) FILTER (outcome = 'denied') > 50 AS refusals, count(DISTINCT actor_id) > 75 AS people,
      count(*) FILTER (hour(event_time AT TIME ZONE 'Europe/Vienna') < 5) > 1000 AS nights FROM access`);
    expect(counts).toEqual({ forwards: true, destructions: true, refusals: true, people: true, nights: true });
  });

  it("has no scenario and no injected event", async () => {
    expect(await sample.rows("SELECT * FROM injected")).toEqual([]);
  });
});
