import { describe, expect, it } from "vitest";
import { settingsShape } from "../../../data/settings/shape.js";
import { changesOf, trendChart, variationOf, weeksUpTo } from "../../../reports/metrics/trend.js";
import { computed, NIGHT, step, worldOf } from "./world.js";

const HOME = "requested_to_decided_working_hours_median";
const PARTNER = "requested_to_decided_partner_working_hours_median";

const person = (actor_id: string, time_zone: string) => ({ actor_id, kind: "person", nation: "XAR", time_zone });

describe("working hours of each side", () => {
  // From Thursday 28 May 15:00 to Monday 1 June 10:00 UTC.
  const sharing_step = [
    step("R1", "requested", "2026-05-28T15:00:00Z"),
    step("R1", "approved", "2026-06-01T10:00:00Z"),
  ];
  const actor = [person("A", "Asia/Dubai"), person("B", "Asia/Dubai"), person("C", "UTC")];
  const holiday = [{ nation: "XAR", day: "2026-06-01", name: "a day of rest" }];
  const week = { days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"], opens: "08:00", closes: "16:00" };

  // By hand: home, UTC, Thursday 15–17, Friday 9–17, Monday 9–10: 11 h.
  it("are the home side’s by its own week, whatever the partner’s holidays", async () => {
    const { of } = await computed(await worldOf({ sharing_step, actor, holiday }));
    expect(of(HOME)).toMatchObject({ n: 1, value: 11, unit: "working hours" });
  });

  // By hand, in Dubai (UTC+4): asked on Thursday at 19:00, after hours; Sunday 8–16, Monday 8–14: 14 h.
  it("are the partner’s by its own week, in the zone that most of its people have", async () => {
    const settings = { working: { partners: { XAR: week } } };
    const { of } = await computed(
      await worldOf({ sharing_step, actor, holiday: [{ nation: "XBE", day: "2026-06-01" }] }),
      {
        settings,
      },
    );
    expect(of(PARTNER, { partner: "XAR" })).toMatchObject({ n: 1, value: 14 });
    expect(of(PARTNER)).toMatchObject({ n: 1, value: 14 });
  });

  it("leave out the partner’s own holidays", async () => {
    const { of } = await computed(await worldOf({ sharing_step, actor, holiday }), {
      settings: { working: { partners: { XAR: week } } },
    });
    expect(of(PARTNER, { partner: "XAR" }).value).toBe(8);
  });

  it("stand still on days that are suspended: the partner’s for it alone, all sides’ where none is named", async () => {
    const suspended = [{ first: "2026-05-31", last: "2026-05-31", partner: "XAR", reason: "joint exercise" }];
    const world = () => worldOf({ sharing_step, actor, holiday: [{ nation: "XBE", day: "2026-06-01" }] });
    const own = await computed(await world(), { settings: { working: { partners: { XAR: week }, suspended } } });
    expect(own.of(PARTNER, { partner: "XAR" }).value).toBe(6);
    expect(own.of(HOME).value).toBe(11);
    const all = [{ first: "2026-05-29", last: "2026-05-31", reason: "the network was down" }];
    const both = await computed(await world(), { settings: { working: { partners: { XAR: week }, suspended: all } } });
    expect(both.of(PARTNER, { partner: "XAR" }).value).toBe(6);
    expect(both.of(HOME).value).toBe(3);
  });

  it("cannot be told of a partner whose zone nobody names, and its requests are counted out", async () => {
    const { of } = await computed(
      await worldOf({
        sharing_step,
        holiday,
        actor: [{ actor_id: "H", kind: "person", nation: "XHM", time_zone: "UTC" }],
      }),
    );
    expect(of(PARTNER, { partner: "XAR" })).toMatchObject({ n: 0, value: null, verdict: "cannot tell" });
    expect(of(PARTNER, { partner: "XAR" }).excluded).toContainEqual({ reason: "no_zone", n: 1 });
  });
});

describe("new limits of a chart over time", () => {
  // Twelve weeks about 100, then twelve about 60: against the old limits a shift, against its own nothing.
  const weeks = weeksUpTo(NIGHT, "2025-01-01").slice(-24);
  const points = weeks.map((period, i) => ({ period, value: (i < 12 ? 100 : 60) + (i % 2 === 0 ? 2 : -2) }));
  const from = weeks[12]?.first ?? "";

  it("begin where the settings record a change, and only there", () => {
    expect(variationOf(points, "decrease")).toBe("improvement");
    const { rebases } = settingsShape.parse({
      rebases: [{ metric: "requested_to_decided_hours_median", from, reason: "a second approver" }],
    });
    const changes = changesOf({ rebases }, "requested_to_decided_hours_median");
    expect(variationOf(points, "decrease", changes)).toBe("common_cause");
    expect(trendChart(points, "decrease", { changes }).segments.map(({ start, reason }) => [start, reason])).toEqual([
      [0, null],
      [12, "a second approver"],
    ]);
    expect(changesOf({ rebases }, "requested_to_decided_hours_p90")).toEqual([]);
  });

  it("are refused without a reason", () => {
    const rebase = { metric: "requested_to_decided_hours_median", from };
    expect(settingsShape.safeParse({ rebases: [rebase] }).success).toBe(false);
    expect(settingsShape.safeParse({ rebases: [{ ...rebase, reason: "" }] }).success).toBe(false);
  });
});
