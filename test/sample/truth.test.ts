import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type OpenSample, openSample } from "./fixture.js";
import { BREAKS } from "./rules.js";

const TRUTH = z.object({
  seed: z.literal(7),
  start: z.iso.date(),
  days: z.literal(80),
  eval_from: z.iso.date(),
  actors: z.literal(120),
  events: z.number().int(),
  scenarios: z.array(
    z.strictObject({
      id: z.string(),
      type: z.string(),
      entity_type: z.enum(["actor", "partner", "source"]),
      entity: z.string(),
      first_day: z.iso.date(),
      last_day: z.iso.date(),
      also: z.array(z.string()),
    }),
  ),
});

type Scenario = z.infer<typeof TRUTH>["scenarios"][number];

/** Patterns that are not made of added events: one is waiting, one is what is missing. */
const WITHOUT_EVENTS = ["delay", "log_gap"];

describe("the sample with its planted patterns", () => {
  let sample: OpenSample;
  let truth: z.infer<typeof TRUTH>;
  const one = (type: string): Scenario => {
    const found = truth.scenarios.find((scenario) => scenario.type === type);
    if (found === undefined) throw new Error(`no scenario of type ${type}`);
    return found;
  };
  beforeAll(async () => {
    sample = await openSample({});
    truth = TRUTH.parse(JSON.parse(await readFile(join(sample.summary.truth, "scenarios.json"), "utf8")));
  });
  afterAll(() => sample.close());

  it("holds one scenario of each of fourteen types, all in the last thirty days", () => {
    expect(new Set(truth.scenarios.map(({ type }) => type)).size).toBe(14);
    expect(truth.scenarios).toHaveLength(14);
    const outside = truth.scenarios.filter(
      (s) => s.first_day < truth.eval_from || s.last_day > sample.summary.last_day || s.first_day > s.last_day,
    );
    expect(outside).toEqual([]);
    expect(truth.eval_from).toBe("2026-03-24");
  });

  it("casts every reader once", () => {
    const cast = truth.scenarios.filter(({ entity_type }) => entity_type === "actor").map(({ entity }) => entity);
    expect(new Set(cast).size).toBe(cast.length);
  });

  it("names entities that the feeds know", async () => {
    const known = await sample.rows(`SELECT actor_id AS id FROM actors UNION SELECT partner FROM agreements
      UNION SELECT source FROM access UNION SELECT object_id FROM objects`);
    const ids = new Set(known.map(({ id }) => id));
    expect(truth.scenarios.flatMap(({ entity, also }) => [entity, ...also]).filter((id) => !ids.has(id))).toEqual([]);
  });

  it("lists injected events that exist, of known scenarios, on the scenario's days or a day beside them", async () => {
    const rows = await sample.rows(`SELECT i.event_id, i.scenario, e.event_time::DATE::TEXT AS day
      FROM injected i LEFT JOIN access e USING (event_id) ORDER BY ALL`);
    const byId = new Map(truth.scenarios.map((scenario) => [scenario.id, scenario]));
    const shifted = (day: string, days: number): string =>
      new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
    const astray = rows.filter(({ scenario, day }) => {
      const told = byId.get(String(scenario));
      return (
        told === undefined ||
        day === null ||
        String(day) < shifted(told.first_day, -1) ||
        String(day) > shifted(told.last_day, 1)
      );
    });
    expect(astray).toEqual([]);
    const silent = truth.scenarios
      .filter(({ id }) => !rows.some(({ scenario }) => scenario === id))
      .map(({ type }) => type);
    expect(silent.sort()).toEqual(WITHOUT_EVENTS);
  });

  it("breaks exactly the four rules that its patterns are about", async () => {
    const broken: string[] = [];
    for (const [claim, sql] of BREAKS) if ((await sample.rows(sql)).length > 0) broken.push(claim);
    expect(broken).toEqual([
      "whatever reaches a partner is releasable to it",
      "nobody who asks also approves or releases, and nobody who approves releases",
      "nothing is opened after its destroy-by day or its destruction",
      "seq runs from 1 without a hole, and time never runs back along it",
    ]);
  });

  it("has one hole in seq, in the registry, on the day told", async () => {
    const gap = one("log_gap");
    const holes = await sample.rows(`SELECT source, (event_time AT TIME ZONE 'Europe/Vienna')::DATE::TEXT AS day
      FROM (SELECT *, seq - lag(seq) OVER (PARTITION BY source ORDER BY seq) AS step FROM access) WHERE step > 20`);
    expect(holes).toEqual([{ source: gap.entity, day: gap.first_day }]);
  });

  it("has the dormant reader do nothing for fifty days before the return", async () => {
    const { entity, first_day } = one("dormant");
    const rows = await sample.rows(`SELECT event_id FROM access WHERE actor_id = '${entity}'
      AND event_time >= DATE '${first_day}' - 49 AND event_time < DATE '${first_day}' - 1`);
    expect(rows).toEqual([]);
  });

  it("has the delayed partner's decisions take at least twice their earlier median", async () => {
    const { entity, first_day } = one("delay");
    const [medians] =
      await sample.rows(`SELECT median(h) FILTER (q < '${first_day}') * 2 < median(h) FILTER (q >= '${first_day}') AS is_slower FROM (
      SELECT min("at") FILTER (step = 'requested') AS q,
        epoch(min("at"::TIMESTAMPTZ) FILTER (step IN ('approved', 'denied'))) - epoch(min("at"::TIMESTAMPTZ) FILTER (step = 'requested')) AS h
      FROM sharing_steps WHERE partner = '${entity}' AND tier = 'routine' GROUP BY request_id)`);
    expect(medians).toEqual({ is_slower: true });
  });
});
