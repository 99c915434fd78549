import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { missing, sharedPath } from "../../shared.js";
import { computed, NIGHT, step, worldOf } from "./world.js";

const MEDIAN = "requested_to_decided_hours_median";
const TIERS = [
  { tier: "routine", target_hours: 72 },
  { tier: "immediate", target_hours: 6 },
];

/** Five requests by hand: waits of 10, 20, 30 h; one open for 25 h; one open for 5 h at the end of the night. */
const FIVE = [
  step("R1", "requested", "2026-05-01T00:00:00Z"),
  step("R1", "approved", "2026-05-01T10:00:00Z"),
  step("R2", "requested", "2026-05-02T00:00:00Z", { tier: "immediate" }),
  step("R2", "denied", "2026-05-02T20:00:00Z", { tier: "immediate" }),
  step("R3", "requested", "2026-05-03T00:00:00Z", { partner: "XBE" }),
  step("R3", "withdrawn", "2026-05-04T06:00:00Z", { partner: "XBE" }),
  step("R4", "requested", "2026-06-02T23:00:00Z"),
  step("R5", "requested", "2026-06-03T19:00:00Z"),
];

describe("figures of waiting", () => {
  // By hand: at 10 h 4 are at risk, S = 3/4; at 20 h 3 are, S = 1/2; the 25 h are censored; at 30 h one is left, S = 0.
  // S is exactly one half from 20 to 30 h, so the median is the middle, as in R.
  it("count open requests as waiting: the median of five is 25 h, and their open ones are not left out", async () => {
    const { of } = await computed(await worldOf({ sharing_step: FIVE, tier: TIERS }));
    const figure = of(MEDIAN);
    expect(figure).toMatchObject({ value: 25, n: 5, unit: "calendar hours" });
    expect(figure.excluded).toEqual([
      { reason: "no_request_step", n: 0 },
      { reason: "ended_before_it_began", n: 0 },
    ]);
    expect(of("requested_to_decided_hours_p90").value).toBe(30);
    expect(of("requests_received_count").value).toBe(5);
    expect(of("requests_decided_count").value).toBe(3);
    expect(of("requests_open_count").value).toBe(2);
    expect(of(MEDIAN, { partner: "XBE" })).toMatchObject({ value: 30, n: 1 });
  });

  // R1 10/72, R2 20/6, R3 30/72, R4 open at 25/72, R5 open at 5/72. In order: 5/72 censored, 10/72 (4 at risk) S = 3/4,
  // 25/72 censored, 30/72 (2 at risk) S = 3/8, R2 beyond its target. Share within = 5/8.
  it("hold each request against its own tier's target", async () => {
    const { of } = await computed(await worldOf({ sharing_step: FIVE, tier: TIERS }));
    expect(of("decided_within_target_share").value).toBeCloseTo(5 / 8, 12);
    expect(of("decided_within_target_share", { tier: "immediate" })).toMatchObject({ value: 0, n: 1, target: 0.9 });
  });

  it("say nothing of a tier by one request that was late: its interval reaches across the target", async () => {
    const { of } = await computed(await worldOf({ sharing_step: FIVE, tier: TIERS }));
    const figure = of("decided_within_target_share", { tier: "immediate" });
    // Clopper–Pearson for 0 of 1: 0 to 0.975.
    expect(figure.interval?.[1]).toBeCloseTo(0.975, 12);
    expect(figure.verdict).toBe("cannot tell");
  });

  it("know nothing of what came after the night", async () => {
    const late = [
      ...FIVE,
      step("R5", "approved", "2026-06-04T00:00:00Z"),
      step("R6", "requested", "2026-06-04T01:00:00Z"),
    ];
    const first = await computed(await worldOf({ sharing_step: FIVE, tier: TIERS }));
    const second = await computed(await worldOf({ sharing_step: late, tier: TIERS }));
    expect(second.figures).toEqual(first.figures);
  });

  it("end the night in the home zone", async () => {
    const store = await worldOf({ sharing_step: [step("R1", "requested", "2026-06-03T22:30:00Z")] });
    const paris = { home: { time_zone: "Europe/Paris" } };
    expect((await computed(store)).of("requests_received_count").value).toBe(1);
    expect((await computed(store, { settings: paris })).of("requests_received_count").value).toBe(0);
  });

  it("are over ninety days: the first of them counts, the day before does not", async () => {
    const steps = [step("R1", "requested", "2026-03-06T00:00:00Z"), step("R2", "requested", "2026-03-05T23:59:59Z")];
    const { of } = await computed(await worldOf({ sharing_step: steps }));
    expect(of("requests_received_count")).toMatchObject({
      value: 1,
      period: { first: "2026-03-06", last: NIGHT },
    });
  });

  it("count out, by reason, what cannot be dated", async () => {
    const steps = [
      ...FIVE,
      step("R7", "approved", "2026-05-20T00:00:00Z"),
      step("R8", "requested", "2026-05-21T00:00:00Z"),
      step("R8", "denied", "2026-05-20T00:00:00Z"),
    ];
    const { of } = await computed(await worldOf({ sharing_step: steps, tier: TIERS }));
    expect(of(MEDIAN).n).toBe(5);
    expect(of(MEDIAN).excluded).toEqual([
      { reason: "no_request_step", n: 1 },
      { reason: "ended_before_it_began", n: 1 },
    ]);
  });

  it("are not computed without the feed, and say which is absent", async () => {
    const { figures } = await computed(await worldOf({ tier: TIERS }));
    const median = figures.filter(({ figure }) => figure.id === MEDIAN);
    expect(median).toHaveLength(1);
    expect(median[0]).toMatchObject({
      missing_feed: "sharing_steps",
      figure: { value: null, n: 0, verdict: "cannot tell" },
    });
  });
});

describe("working hours", () => {
  // Friday 29 May 2026 16:00 to Tuesday 2 June 10:00: one hour on Friday, Monday a holiday, one hour on Tuesday.
  it("are the home side's own, its weekend and holidays not counted", async () => {
    const store = await worldOf({
      sharing_step: [step("R1", "requested", "2026-05-29T16:00:00Z"), step("R1", "approved", "2026-06-02T10:00:00Z")],
      holiday: [
        { nation: "XHM", day: "2026-06-01", name: "a day off" },
        { nation: "XAR", day: "2026-06-02", name: "theirs" },
      ],
    });
    const { of } = await computed(store);
    expect(of("requested_to_decided_working_hours_median")).toMatchObject({ value: 2, unit: "working hours" });
    expect(of(MEDIAN)).toMatchObject({ value: 90, unit: "calendar hours" });
  });
});

describe("a request of a version that a night did not know", () => {
  it("is not there on that night", async () => {
    const steps = [
      { ...step("R1", "requested", "2026-05-01T00:00:00Z"), known_from: "2026-05-02", known_until: null },
      { ...step("R2", "requested", "2026-05-01T00:00:00Z"), known_from: "2026-06-04", known_until: null },
      { ...step("R3", "requested", "2026-05-01T00:00:00Z"), known_from: "2026-05-02", known_until: NIGHT },
    ];
    const { of } = await computed(await worldOf({ sharing_step: steps }));
    expect(of("requests_received_count").value).toBe(1);
  });
});

const TOY = sharedPath("oracles/survival/toy_requests.csv");

// R 4.2.2, survival 3.5-3, on the oracle's toy_requests.csv: survfit median 13 days; pending rows are censored at `days`.
describe.skipIf(missing(TOY, "the toy requests of the survival oracle"))("the toy requests through the engine", () => {
  it("have R's median, 13 days", async () => {
    const DAY_MS = 86_400_000;
    const end = Date.parse("2026-06-04T00:00:00Z");
    const rows = readFileSync(TOY ?? "", "utf8")
      .trim()
      .split("\n")
      .slice(1);
    const steps = rows.flatMap((line) => {
      const [id = "", partner = "", days = "", outcome = ""] = line.replaceAll('"', "").split(",");
      const isOpen = outcome === "pending";
      const requested = end - (isOpen ? Number(days) : 150) * DAY_MS;
      const at = (ms: number) => new Date(ms).toISOString();
      const first = step(id, "requested", at(requested), { partner });
      return isOpen ? [first] : [first, step(id, outcome, at(requested + Number(days) * DAY_MS), { partner })];
    });
    const period = { first: "2026-01-01", last: NIGHT };
    const { of } = await computed(await worldOf({ sharing_step: steps }), { period });
    expect(of(MEDIAN)).toMatchObject({ n: 60, value: 13 * 24 });
    expect(of("requests_open_count").value).toBe(11);
  });
});
