import { describe, expect, it } from "vitest";
import { addDays } from "../../../data/days.js";
import type { FlagChart } from "../../../data/dossier.js";
import type { Flag } from "../../../data/flag.js";
import type { Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { detectors } from "../../../detectors/index.js";
import { rules } from "../../../detectors/rules/index.js";
import { chartOf, KINDS } from "../../../pipeline/dossier/charts.js";
import { openMemory } from "../../store.js";

const NIGHT = "2026-05-04";
const time = { end: `${NIGHT}T22:00:00Z`, time_zone: "Europe/Paris" };
const KNOWN = { known_from: "-infinity" };

/** A flag of a detector or rule, about ann, portal or XAR, with the events e0 and e1. */
function flagOf(detector: string): Flag {
  const rule = rules.find(({ id }) => id === detector);
  const entity_type = rule?.entity ?? detectors.find(({ id }) => id === detector)?.entity ?? "actor";
  const ids = { actor: "ann", source: "portal", partner: "XAR", request: "RQ-1", object: "OBJ-1" };
  const about = { entity_type, entity_id: ids[entity_type], queue: rule === undefined ? "leads" : "exceptions" };
  return {
    ...about,
    detector,
    night: NIGHT,
    first_day: NIGHT,
    unit: "acts",
    event_ids: ["e0", "e1"],
  } as unknown as Flag;
}

/** A day of work: ann opens OBJ-7 and OBJ-8, passes one to XAR, and decides on a request of XAR's. */
async function workday(): Promise<Store> {
  const store = await openMemory();
  const act = { source: "portal", day: NIGHT, actor_id: "ann", outcome: "success", file_id: 1, is_provisional: false };
  await insertRows(
    store,
    "event",
    [7, 8].map((number, i) => ({
      ...act,
      event_id: `e${i}`,
      event_time: `${NIGHT}T0${number}:00:00Z`,
      action: "forward",
      object_id: `OBJ-${number}`,
      partner: "XAR",
    })),
  );
  await insertRows(store, "actor", [{ ...KNOWN, actor_id: "ann", nation: "XBE" }]);
  await insertRows(store, "actor_hour", [{ actor_id: "ann", day: NIGHT, hour: 3, act_count: 5 }]);
  await insertRows(store, "source_hour", [
    { source: "portal", day: NIGHT, hour_at: `${NIGHT}T07:00:00Z`, event_count: 6 },
  ]);
  await store.run(
    `INSERT INTO actor_day (actor_id, day, act_count, access_count, view_count, download_count, print_count,
      export_count, forward_count, denied_count, object_count, object_step_count, unit_step_count, site_step_count,
      site_change_count, gap_seconds, sized_count, log_bytes, log_bytes_squared)
     VALUES ('ann', $night::DATE, 2, 2, 2, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, [20, 20, 3600], 0, 0, 0)`,
    { night: NIGHT },
  );
  const step = (name: string, at: string, request_id = "RQ-1", actor_id = "ann") => ({
    ...KNOWN,
    request_id,
    step: name,
    happened_at: at,
    actor_id,
    partner: "XAR",
  });
  await insertRows(store, "sharing_step", [
    step("requested", `${NIGHT}T08:00:00Z`),
    step("approved", `${NIGHT}T10:00:00Z`),
    step("requested", `${addDays(NIGHT, -9)}T08:00:00Z`, "RQ-0", "bob"),
    step("denied", `${addDays(NIGHT, -8)}T08:00:00Z`, "RQ-0", "bob"),
  ]);
  return store;
}

const CHARTS: Readonly<Record<string, FlagChart["kind"]>> = {
  hours: "hours",
  "log hours": "hours",
  ids: "ids",
  pauses: "pauses",
  delays: "delays",
  decisions: "delays",
  path: "path",
};

describe("a flag's chart", () => {
  it("is of another kind than a band only for detectors and rules that are there", () => {
    const known = new Set([...detectors, ...rules].map(({ id }) => id));
    expect([...KINDS.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  it.each([...KINDS])("of %s is drawn from a day of work as its kind: %s", async (detector, kind) => {
    const store = await workday();
    expect((await chartOf(store, flagOf(detector), time)).kind).toBe(CHARTS[kind]);
    store.close();
  });

  it.each(detectors.filter(({ id }) => !KINDS.has(id)).map(({ id }) => id))("of %s is a band over time", async (id) => {
    const store = await workday();
    expect((await chartOf(store, flagOf(id), time)).kind).toBe("band");
    store.close();
  });

  // By hand: RQ-1 was decided 2 h after it was made; RQ-0 a day (24 h) after.
  it("of waits has the hours of each, the pattern's own apart from the others", async () => {
    const store = await workday();
    const wait = (hours: number) => [{ hours, is_decided: true }];
    const split = { kind: "delays", split: NIGHT, lately: wait(2), before: wait(24) };
    expect(await chartOf(store, flagOf("delay"), time)).toEqual({ ...split, of: "requests" });
    expect(await chartOf(store, flagOf("hurried-approval"), time)).toEqual({ ...split, of: "decisions" });
    store.close();
  });

  // 07:00 UTC is 09:00 in Paris in May.
  it("of a log's hours counts them on the clock of the home zone", async () => {
    const store = await workday();
    const chart = await chartOf(store, flagOf("source-silence"), time);
    expect(chart.kind === "hours" ? chart.days[0]?.counts.indexOf(6) : null).toBe(9);
    store.close();
  });
});
