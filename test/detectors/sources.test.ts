import { describe, expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { clockOf, longestSilence } from "../../detectors/judges/silence.js";
import { missingRecords } from "../../detectors/leads/missing-records.js";
import { sourceSilence } from "../../detectors/leads/source-silence.js";
import { ordinaryWorld, pOf, rebuild, TONIGHT, verdictOf, worldOf } from "./world.js";

const CUT =
  "DELETE FROM event WHERE day = $night::DATE AND hour(event_time) >= $from_hour AND hour(event_time) < $to_hour";

/** Records numbered in order of time, then some taken out of tonight. */
async function world(fromHour: number, toHour: number) {
  const store = await worldOf(ordinaryWorld());
  await store.run(
    `UPDATE event SET seq = numbered.n FROM
     (SELECT event_id, row_number() OVER (ORDER BY event_time, event_id) AS n FROM event) AS numbered
     WHERE event.event_id = numbered.event_id`,
  );
  await store.run(CUT, { night: TONIGHT, from_hour: fromHour, to_hour: toHour });
  await store.run("INSERT INTO touched_day VALUES ($night::DATE, $night::DATE)", { night: TONIGHT });
  await rebuild(store);
  return store;
}

/** Forty nights of 60 records an hour without a pause of a quarter of an hour, and tonight with one from three o'clock on. */
function busy(pauseHours: number) {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, event_count: 60 }));
  const nights = Array.from({ length: 41 }, (_, ago) => ({
    ago,
    is_known: true,
    is_rest: false,
    hours,
    gaps: ago === 0 ? [{ from_hour: 3, to_hour: 3 + pauseHours }] : [],
  }));
  const [judged] = sourceSilence.judgeAll([{ entity_id: "portal", nights }], undefined);
  if (judged?.verdict.status !== "scored") throw new Error("not scored");
  return judged.verdict.p_mid;
}

describe("a source that hardly ever pauses", () => {
  it("is ordinary when it pauses for twenty minutes, and a lead when it is silent for three hours", () => {
    expect(busy(1 / 3)).toBeGreaterThan(0.01);
    expect(busy(3)).toBeLessThan(1e-6);
  });
});

describe("a source", () => {
  it("that logs nothing from ten to thirteen of a working day is a lead, and says when", async () => {
    const verdict = await verdictOf(await world(10, 13), sourceSilence, "portal");
    if (verdict.status !== "scored") throw new Error(verdict.reason);
    expect(verdict.p_mid).toBeLessThan(1e-6);
    expect(verdict.evidence.from_hour).toBeGreaterThan(9.5);
    expect(verdict.evidence.to_hour).toBeLessThan(13.5);
  });

  it("that logs nothing all night is ordinary, for it never does", async () => {
    expect(await pOf(await world(0, 0), sourceSilence, "portal")).toBeGreaterThan(0.01);
  });

  it("that logs nothing at all for a whole working day is a lead", async () => {
    expect(await pOf(await world(0, 24), sourceSilence, "portal")).toBeLessThan(1e-6);
  });

  it("that logs nothing on a Saturday on which nobody ever works is no lead", async () => {
    const store = await worldOf(ordinaryWorld());
    expect(await pOf(store, sourceSilence, "portal", addDays(TONIGHT, 2))).toBeGreaterThan(0.01);
  });

  // 59 working nights before tonight in twelve weeks, none with a hole: (0 + 1/2) / (59 + 1) / (1 + missing).
  it("whose numbers have a hole is a lead, by how seldom and how large", async () => {
    const store = await world(10, 13);
    const verdict = await verdictOf(store, missingRecords, "portal");
    if (verdict.status !== "scored") throw new Error(verdict.reason);
    expect(verdict.observed).toBeGreaterThan(20);
    expect(verdict.p_mid).toBeCloseTo(0.5 / 60 / (1 + verdict.observed), 12);
  });

  it("whose numbers run on without a hole is no lead", async () => {
    expect(await pOf(await world(0, 0), missingRecords, "portal")).toBe(0.5);
  });
});

describe("a source's own clock", () => {
  const night = (hours: [number, number][], gaps: [number, number][]) => ({
    is_rest: false,
    hours: hours.map(([hour, event_count]) => ({ hour, event_count })),
    gaps: gaps.map(([from_hour, to_hour]) => ({ from_hour, to_hour })),
  });

  // By hand: two nights of 10 and 20 events in hour 9 make 15, plus 0.02; all other hours 0.02.
  it("runs at the mean of earlier nights, and never stands still", () => {
    const means = clockOf([night([[9, 10]], []), night([[9, 20]], [])], { is_rest: false });
    expect(means[9]).toBeCloseTo(15.02, 12);
    expect(means[3]).toBe(0.02);
  });

  // By hand: 10 events an hour from 0 to 24 h, silence from 9:30 to 12:00 = 25 events. Seen 215 of 215 outside: pace 1.
  it("measures a silence in the events that usually fall into it", () => {
    const means = new Array<number>(24).fill(10);
    expect(longestSilence(night([[0, 215]], [[9.5, 12]]), means)).toEqual({ length: 25, from_hour: 9.5, to_hour: 12 });
  });

  // The same silence on a night with 105 of 215 outside: pace (105 + 5) / (215 + 5) = 1/2.
  it("is slowed by a slow night", () => {
    const means = new Array<number>(24).fill(10);
    expect(longestSilence(night([[0, 105]], [[9.5, 12]]), means).length).toBeCloseTo(12.5, 12);
  });
});
