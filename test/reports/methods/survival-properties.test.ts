import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cumulativeIncidence, statesAt } from "../../../reports/metrics/methods/cumulative-incidence.js";
import { eventTable } from "../../../reports/metrics/methods/durations.js";
import { atRiskAt, riskTable } from "../../../reports/metrics/methods/event-table.js";
import { kaplanMeier, LOG_LOG_95, shareWithin, survivalAt } from "../../../reports/metrics/methods/kaplan-meier.js";
import { restrictedMean, restrictedMeanDifference } from "../../../reports/metrics/methods/restricted-mean.js";
import { survivalQuantiles } from "../../../reports/metrics/methods/survival-quantile.js";

const requests = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 1,
  maxLength: 60,
});

function table(rows: readonly (readonly [number, number])[], causes = 3) {
  return eventTable({ exit: Float64Array.from(rows, (r) => r[0]), cause: Uint8Array.from(rows, (r) => r[1]) }, causes);
}

describe("survival", () => {
  it("still waiting and ended by each cause sum to one at every time", () => {
    fc.assert(
      fc.property(requests, (rows) => {
        const { waiting, ended } = cumulativeIncidence(table(rows));
        waiting.forEach((share, i) => {
          expect(share + ended.reduce((sum, curve) => sum + (curve[i] ?? NaN), 0)).toBeCloseTo(1, 12);
        });
      }),
    );
  });

  // One after the other, each alone: the sum of n times 1 / n rounds to above one for some n.
  it("a cause that ends everybody ends a share of one and never more, inside its interval", () => {
    for (let n = 1; n <= 200; n++) {
      const incidence = cumulativeIncidence(table(Array.from({ length: n }, (_, i) => [i + 1, 1] as const)));
      const ended = statesAt(incidence, [n])[0]?.states[1];
      expect(ended?.share).toBeCloseTo(1, 12);
      expect(ended?.share).toBeLessThanOrEqual(ended?.upper ?? 0);
    }
  });

  it("with nobody open the curve is the plain share still waiting", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (days) => {
        const curve = kaplanMeier(table(days.map((day) => [day, 1])), LOG_LOG_95);
        for (const { time, survival } of survivalAt(curve, days)) {
          expect(survival).toBeCloseTo(days.filter((day) => day > time).length / days.length, 12);
        }
      }),
    );
  });

  // By hand: ends at 2 (of 3), 4 (of 2, one entered at 3), 6 (of 1): S = 2/3, 1/3, 0.
  it("late entries count from when they came under observation", () => {
    const exit = Float64Array.of(2, 4, 5, 6);
    const late = eventTable({ exit, cause: Uint8Array.of(1, 1, 0, 1), entry: Float64Array.of(0, 0, 0, 4) });
    expect([...late.at_risk]).toEqual([3, 2, 2, 1]);
    expect(atRiskAt(late, 4.5)).toBe(2);
    const got = [...kaplanMeier(late, LOG_LOG_95).survival];
    for (const [i, want] of [2 / 3, 1 / 3, 1 / 3, 0].entries()) expect(got[i]).toBeCloseTo(want, 12);
  });

  it("counts grouped by duration give the same risk sets as a row a subject", () => {
    const grouped = riskTable({
      time: Float64Array.of(1, 4, 9),
      censored_count: Float64Array.of(0, 2, 1),
      cause_count: [Float64Array.of(3, 1, 0), Float64Array.of(0, 0, 2)],
    });
    const rows: [number, number][] = [
      [9, 0],
      [1, 1],
      [4, 0],
      [9, 2],
      [1, 1],
      [4, 1],
      [1, 1],
      [4, 0],
      [9, 2],
    ];
    expect(grouped).toEqual(table(rows, 2));
    expect([...grouped.at_risk]).toEqual([9, 6, 3]);
  });

  it("numbers at risk between times are those who entered before and left at or after", () => {
    const subject = fc.tuple(fc.integer({ min: -1, max: 20 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(
        fc.array(subject, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 45 }),
        (subjects, t) => {
          const exit = Float64Array.from(subjects, ([entry, stay]) => Math.max(entry, 0) + stay);
          const entry = Float64Array.from(subjects, ([start]) => (start < 0 ? Number.NEGATIVE_INFINITY : start));
          const built = eventTable({ exit, cause: new Uint8Array(exit.length).fill(1), entry });
          const plain = exit.filter((end, i) => (entry[i] ?? NaN) < t && t <= end).length;
          expect(atRiskAt(built, t)).toBe(plain);
        },
      ),
    );
  });

  // By hand: S = 3/4 on [1, 2), exactly 1/2 on [2, 3), 1/4 on [3, 4).
  it("the median of a curve flat at exactly one half is the middle of the step", () => {
    const curve = kaplanMeier(table([1, 2, 3, 4].map((day) => [day, 1])), LOG_LOG_95);
    expect(survivalQuantiles(curve, [0.5])[0]?.time).toBe(2.5);
  });

  it("a median that was never reached is null, not the last time", () => {
    const curve = kaplanMeier(
      table([
        [1, 1],
        [2, 0],
        [3, 0],
      ]),
      LOG_LOG_95,
    );
    expect(survivalQuantiles(curve, [0.5])[0]).toMatchObject({ time: null, upper: null });
  });

  it("nothing is claimed beyond the last time that was seen", () => {
    const curve = kaplanMeier(
      table([
        [1, 1],
        [2, 0],
        [3, 0],
      ]),
      LOG_LOG_95,
    );
    expect(survivalAt(curve, [10])[0]?.survival).toBeNaN();
    expect(restrictedMean(curve, 10).mean).toBeNaN();
  });

  // By hand: areas 1 and 2 within 2 days where everybody ends at 1, or nobody before 2; no ends vary within a group.
  it("the difference of restricted means is second minus first", () => {
    const quick = kaplanMeier(
      table([
        [1, 1],
        [1, 1],
      ]),
      LOG_LOG_95,
    );
    const slow = kaplanMeier(
      table([
        [3, 1],
        [3, 1],
      ]),
      LOG_LOG_95,
    );
    expect(restrictedMeanDifference(quick, slow, { horizon: 2, level: 0.95 }).difference).toBe(1);
  });

  it("the share within a target and its limits mirror the curve", () => {
    const curve = kaplanMeier(table([1, 2, 3, 4, 5].map((day) => [day, day % 2])), LOG_LOG_95);
    const [still] = survivalAt(curve, [3]);
    const [within] = shareWithin(curve, [3]);
    expect(within).toMatchObject({
      share: 1 - (still?.survival ?? NaN),
      lower: 1 - (still?.upper ?? NaN),
      upper: 1 - (still?.lower ?? NaN),
    });
  });

  it.each([
    [[-1], [1]],
    [[Number.NaN], [1]],
    [[1], [9]],
  ])("an impossible duration is refused, not counted: %j %j", (exit, cause) => {
    expect(() => eventTable({ exit: Float64Array.from(exit), cause: Uint8Array.from(cause) })).toThrow(RangeError);
  });
});
