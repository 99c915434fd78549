import { describe, expect, it } from "vitest";
import { settingsShape } from "../../../data/settings/shape.js";
import type { Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { measure } from "../../../pipeline/stages/measure.js";
import { recentDays } from "../../../reports/metrics/cards/recent-days.js";
import { openContext, periodOf } from "../../../reports/metrics/engine.js";
import { dayNumber, isoDate } from "../../../reports/metrics/methods/working-calendar.js";
import { computed, NIGHT, step, worldOf } from "./world.js";

const settings = settingsShape.parse({});
const dayBefore = (days: number) => isoDate(dayNumber(NIGHT) - days);

/** Ten requests a day for sixty days; `late` of them come three days after they were made, the feed from day one of them on. */
async function lateWorld(late: number): Promise<Store> {
  const rows = Array.from({ length: 600 }, (_, i) => {
    const day = 59 - Math.floor(i / 10);
    const known_from = dayBefore(i % 10 < late ? day - 3 : day);
    return { ...step(`R${i}`, "requested", `${dayBefore(day)}T12:00:00Z`), known_from };
  });
  const store = await worldOf({ sharing_step: rows.filter(({ known_from }) => known_from <= NIGHT) });
  await store.run("UPDATE file SET known_from = $first::DATE", { first: dayBefore(60) });
  await store.run("INSERT INTO file SELECT * REPLACE ($night::DATE AS known_from, 2 AS file_id) FROM file", {
    night: NIGHT,
  });
  return store;
}

describe("recent days whose records come late", () => {
  // By hand: 4 of 10 come after three days, so a day is 60 % complete for three nights. What is missing is negative binomial
  // of mean (6 + 1/2) · 0.4 / 0.6 = 13/3.
  it("are corrected where most has come", async () => {
    const store = await lateWorld(4);
    const days = recentDays(await openContext(store, periodOf(NIGHT), settings), 7);
    expect(days.map(({ status }) => status)).toEqual([...Array(4).fill("complete"), ...Array(3).fill("corrected")]);
    expect(days.at(-1)?.completeness).toBeCloseTo(0.6, 2);
    expect(days.at(-1)?.expected).toBeCloseTo(6 + 13 / 3, 1);
    const { of } = await computed(store);
    const figure = of("requests_received_last_week_expected_count");
    expect(figure).toMatchObject({ n: 58, excluded: [{ reason: "withheld_days", n: 0 }] });
    expect(figure.value).toBeCloseTo(58 + 13, 0);
  });

  it("are withheld where most is still to come, and left out of the sum by number", async () => {
    const store = await lateWorld(6);
    const days = recentDays(await openContext(store, periodOf(NIGHT), settings), 7);
    expect(days.map(({ status }) => status)).toEqual([...Array(4).fill("complete"), ...Array(3).fill("withheld")]);
    const figure = (await computed(store)).of("requests_received_last_week_expected_count");
    expect(figure).toMatchObject({ n: 40, value: 40, excluded: [{ reason: "withheld_days", n: 3 }] });
  });

  it("stand as delivered where the feed came once: how late its records come cannot be told", async () => {
    const sharing_step = Array.from({ length: 70 }, (_, i) =>
      step(`R${i}`, "requested", `${dayBefore(Math.floor(i / 10))}T12:00:00Z`),
    );
    const context = await openContext(await worldOf({ sharing_step }), periodOf(NIGHT), settings);
    expect(context.lag.is_known).toBe(false);
    expect(recentDays(context, 7).every(({ status, observed }) => status === "complete" && observed === 10)).toBe(true);
  });
});

describe("figures by month", () => {
  const sharing_step = [
    ["R1", "2026-04-10", 10],
    ["R2", "2026-04-20", 20],
    ["R3", "2026-04-30", 30],
    ["R4", "2026-05-10", 40],
    ["R5", "2026-06-03", null],
  ].flatMap(([id, day, hours]) => [
    step(String(id), "requested", `${day}T00:00:00Z`),
    ...(hours === null
      ? []
      : [
          step(
            String(id),
            "approved",
            new Date(Date.parse(`${day}T00:00:00Z`) + Number(hours) * 3_600_000).toISOString(),
          ),
        ]),
  ]);

  it("are of the requests made in each month, whole months but for the last, which ends with the night", async () => {
    const { of, figures } = await computed(await worldOf({ sharing_step }));
    const made = figures.filter(
      ({ figure }) => figure.id === "requests_received_count" && figure.slice.month !== undefined,
    );
    expect(
      made.map(({ figure }) => [figure.slice.month, figure.value, figure.period.first, figure.period.last]),
    ).toEqual([
      ["2026-03", 0, "2026-03-01", "2026-03-31"],
      ["2026-04", 3, "2026-04-01", "2026-04-30"],
      ["2026-05", 1, "2026-05-01", "2026-05-31"],
      ["2026-06", 1, "2026-06-01", "2026-06-03"],
    ]);
    expect(of("requested_to_decided_hours_median", { month: "2026-04" })).toMatchObject({ n: 3, value: 20 });
    expect(of("requests_open_count", { month: "2026-06" }).value).toBe(1);
    expect(of("requested_to_decided_hours_median", { month: "2026-06" })).toMatchObject({
      value: null,
      verdict: "cannot tell",
    });
  });
});

describe("the report of a period that is over", () => {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const at = Date.parse("2026-01-05T08:00:00Z") + i * 2 * 86_400_000;
    return [
      step(`R${i}`, "requested", new Date(at).toISOString()),
      step(`R${i}`, "approved", new Date(at + (i % 7) * 40 * 3_600_000).toISOString()),
    ];
  }).flat();
  const tier = [{ tier: "routine", target_hours: 72 }];
  const quarter = { first: "2026-01-01", last: "2026-03-31" };

  // The first quarter of 2026 has 90 days: the same as the night of its last day looks back on.
  it("has the figures that the night of its last day had, whatever came to be known since", async () => {
    expect(periodOf(quarter.last)).toEqual(quarter);
    const then = await worldOf({ sharing_step: rows, tier });
    const published = await measure(then, periodOf(quarter.last), settings);
    const since = await worldOf({ sharing_step: rows, tier });
    await insertRows(since, "sharing_step", [
      { ...step("R1", "released", "2026-02-01T00:00:00Z"), known_from: "2026-04-02" },
      { ...step("L1", "requested", "2026-03-30T00:00:00Z"), known_from: "2026-04-02" },
      { ...step("L2", "requested", "2026-04-10T00:00:00Z"), known_from: "2026-04-10" },
    ]);
    const reported = await measure(since, quarter, settings);
    expect(reported.figures).toEqual(published.figures);
    const kept = await since.columns(
      "SELECT value FROM metric_value WHERE night = DATE '2026-03-31' ORDER BY position",
    );
    expect([...(kept.value ?? [])].map((value) => (Number.isNaN(value) ? null : value))).toEqual(
      published.figures.map(({ figure }) => figure.value),
    );
  });
});

describe("exceptions for every thousand releases", () => {
  const released = (id: string, day: string) => [
    step(id, "requested", `${day}T00:00:00Z`),
    step(id, "approved", `${day}T01:00:00Z`),
    step(id, "released", `${day}T02:00:00Z`),
  ];
  const exceptions = (night: string, count: number) =>
    Array.from({ length: count }, (_, i) => {
      const flag_id = `${night}-${i}`;
      return {
        flag: {
          flag_id,
          queue: "exceptions",
          detector: "retention",
          entity_type: "object",
          entity_id: flag_id,
          first_day: night,
          first_night: night,
        },
        flag_night: { night, flag_id, rank: i + 1, state: "new", last_day: night, p_value: null, content: "{}" },
      };
    });
  const judged = (night: string) => ({
    night,
    rule: "retention",
    holds_count: 1,
    broken_count: 0,
    undetermined_count: 0,
    unit: "release",
  });

  // By hand: 2 exceptions over 20 releases before, 20 over 20 now; given 22, twenty or more on one side of equal ones is
  // 2 · 0.00006: beyond 99.8 %.
  it("that were ten times as many as in the period before are worsening, and say what they were", async () => {
    const [now, before] = ["2026-05-20", "2026-01-20"];
    const flags = [...exceptions(now, 20), ...exceptions(before, 2)];
    const sharing_step = [now, before].flatMap((day) =>
      Array.from({ length: 20 }, (_, i) => released(`${day}-${i}`, day)).flat(),
    );
    const { figures } = await computed(
      await worldOf({
        sharing_step,
        flag: flags.map(({ flag }) => flag),
        flag_night: flags.map(({ flag_night }) => flag_night),
        rule_outcome: [judged(now), judged(before)],
      }),
    );
    const whole = figures.find(({ figure }) => figure.id === "exceptions_per_1000_releases");
    expect(whole?.figure).toMatchObject({ n: 20, value: 1000, verdict: "worsening" });
    expect(whole?.before).toEqual({ n: 20, value: 100, is_tested: true });
  });
});
