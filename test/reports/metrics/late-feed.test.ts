import { describe, expect, it } from "vitest";
import { settingsShape } from "../../../data/settings/shape.js";
import { openContext, periodOf } from "../../../reports/metrics/engine.js";
import { TO_DECISION, waitingOf } from "../../../reports/metrics/waiting.js";
import { computed, NIGHT, step, worldOf } from "./world.js";

const HOUR_MS = 3_600_000;
const BEGINS = Date.parse("2026-04-20T00:00:00Z");

/** 1,200 requests, one every 96 minutes up to the night; waits exponential with a median of 200 h, spread evenly by turns. */
const requests = Array.from({ length: 1200 }, (_, i) => {
  const made = Date.parse("2026-06-03T00:00:00Z") - i * 1.6 * HOUR_MS;
  const share = (((i * 617) % 1200) + 0.5) / 1200;
  return { id: `R${i}`, made, decided: made - (Math.log(1 - share) / Math.LN2) * 200 * HOUR_MS };
});

const stepsOf = (of: typeof requests) =>
  of.flatMap(({ id, made, decided }) => [
    step(id, "requested", new Date(made).toISOString()),
    ...(decided < Date.parse("2026-06-04T00:00:00Z") ? [step(id, "approved", new Date(decided).toISOString())] : []),
  ]);

const settings = settingsShape.parse({});

describe("a feed that begins late", () => {
  const surviving = requests.filter(({ decided }) => decided >= BEGINS);

  it("counts those that were waiting when it began from then on, and so gives the true median of 200 h", async () => {
    const store = await worldOf({ sharing_step: stepsOf(surviving) });
    const context = await openContext(store, periodOf(NIGHT), settings);
    expect(context.requests.observed_from).toBeGreaterThanOrEqual(BEGINS);
    expect(context.requests.observed_from).toBeLessThan(BEGINS + 24 * HOUR_MS);
    const waiting = waitingOf(context.requests, TO_DECISION, {}, context.period);
    expect(waiting.late).toBeGreaterThan(100);
    const { of } = await computed(store);
    const median = of("requested_to_decided_hours_median");
    expect(median.interval?.[0]).toBeLessThan(200);
    expect(median.interval?.[1]).toBeGreaterThan(200);
    // Left truncation ignored, the long waits of those that lasted to the beginning would be over-counted.
    const waits = surviving.map(({ made, decided }) => (decided - made) / HOUR_MS).sort((a, b) => a - b);
    expect(waits[Math.floor(waits.length / 2)]).toBeGreaterThan(median.interval?.[1] ?? Number.NaN);
  });

  it("is not seen in one that is whole from its first request", async () => {
    const store = await worldOf({ sharing_step: stepsOf(requests) });
    const context = await openContext(store, periodOf(NIGHT), settings);
    expect(context.requests.observed_from).toBeNull();
    expect(waitingOf(context.requests, TO_DECISION, {}, context.period).late).toBe(0);
  });
});
