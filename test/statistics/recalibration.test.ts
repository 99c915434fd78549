import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import {
  fitRecalibration,
  SCORE_STEP,
  SCORES_MIN,
  type ScoreClass,
  scoreClass,
} from "../../data/statistics/recalibration.js";

/** A p-value in the middle of a class. */
const pIn = (bin: number) => Math.exp(-(bin + 0.5) * SCORE_STEP);

/** Scores of p-values, in classes. */
function classesOf(p: readonly number[]): ScoreClass[] {
  const counts = new Map<number, number>();
  for (const value of p) counts.set(scoreClass(value), (counts.get(scoreClass(value)) ?? 0) + 1);
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
}

const uniforms = Array.from({ length: 20_000 }, (_, i) => hashUniform(["recalibration", String(i)]));

describe("recalibration by earlier scores", () => {
  // Worked by hand: n = 4000, of which 200 (5 %) lie above class 100. (above + equal / 2 + 1/2) / 4001.
  // Classes 60 and 100 are p = 0.39 and 0.21.
  const three = [
    { bin: 60, count: 2000 },
    { bin: 100, count: 1800 },
    { bin: 193, count: 200 },
  ];

  it("below the 95 % point a p-value is its mid-rank", () => {
    const fit = fitRecalibration(three, { nights: 1 });
    expect(fit?.recalibrate(pIn(100)).p).toBeCloseTo(1100.5 / 4001, 12);
    expect(fit?.recalibrate(pIn(140)).p).toBeCloseTo(200.5 / 4001, 12);
  });

  it("the step of a tie holds the rank and everything that a randomised rank could be", () => {
    expect(fitRecalibration(three, { nights: 1 })?.recalibrate(pIn(100))).toMatchObject({
      low: 200 / 4001,
      high: 2001 / 4001,
    });
  });

  // The next score after the tie at class 60 begins the tail: 193 / 64. All excesses are half a class, 1/128, so the rate is
  // (200 + 10) / (200 / 128 + 10) = 18, held to 1.5.
  it("beyond a tie the tail begins at the next score and falls with the excess", () => {
    const fit = fitRecalibration(three, { nights: 1 });
    expect(fit?.tailRate).toBe(1.5);
    const start = 193 * SCORE_STEP;
    expect(fit?.recalibrate(Math.exp(-start)).p).toBeCloseTo(200.5 / 4001, 12);
    expect((fit?.recalibrate(Math.exp(-start - 1)).p ?? 0) / (200.5 / 4001)).toBeCloseTo(Math.exp(-1.5), 9);
  });

  // Censored maximum likelihood by hand: 10 excesses of 1/128 and 10 censored at 4: (10 + 10) / (10 / 128 + 40 + 10) = 0.40,
  // held to 0.5.
  it("excesses beyond 4 count as 4, however far they lie", () => {
    const rate = (far: number) =>
      fitRecalibration(
        [
          { bin: 80, count: 380 },
          { bin: 81, count: 10 },
          { bin: far, count: 10 },
        ],
        { nights: 1 },
      )?.tailRate;
    expect(rate(400)).toBe(0.5);
    expect(rate(400)).toBe(rate(4000));
  });

  it("uniform p-values stay as they are, in the body and far out", () => {
    const fit = fitRecalibration(classesOf(uniforms), { nights: 1 });
    for (const p of [0.3, 0.1, 0.02]) expect((fit?.recalibrate(p).p ?? 0) / p).toBeCloseTo(1, 1);
    for (const p of [1e-3, 1e-4]) expect(Math.abs(Math.log((fit?.recalibrate(p).p ?? 0) / p))).toBeLessThan(0.6);
  });

  it("a detector whose p-values are squares of uniforms is given their roots", () => {
    const fit = fitRecalibration(classesOf(uniforms.map((u) => u * u)), { nights: 1 });
    expect(fit?.tailRate).toBeCloseTo(0.5, 1);
    for (const p of [0.1, 0.01, 1e-4, 1e-6])
      expect(Math.abs(Math.log((fit?.recalibrate(p).p ?? 0) / Math.sqrt(p)))).toBeLessThan(0.3);
  });

  it("leaving the greatest out and saying so gives the same as keeping them", () => {
    const whole = fitRecalibration(classesOf(uniforms), { nights: 1 });
    const kept = uniforms.filter((p) => p > 0.002);
    const told = fitRecalibration(classesOf(kept), { nights: 1, lostShare: 0.002 });
    const untold = fitRecalibration(classesOf(kept), { nights: 1 });
    for (const p of [0.1, 0.01, 1e-3, 1e-4]) {
      const difference = (fit: typeof told) =>
        Math.abs(Math.log((fit?.recalibrate(p).p ?? 0) / (whole?.recalibrate(p).p ?? 1)));
      expect(difference(told)).toBeLessThan(0.2);
      if (p < 0.005) expect(difference(untold)).toBeGreaterThan(0.5);
    }
  });

  it("a p-value that says nothing stays as it is, and few scores a night move one at most threefold", () => {
    expect(fitRecalibration(three, { nights: 1 })?.recalibrate(0.6).p).toBe(0.6);
    const few = fitRecalibration(classesOf(uniforms.slice(0, 500).map((u) => u ** 4)), { nights: 120, bluntMax: 1.5 });
    expect(few?.recalibrate(1e-6).p).toBeCloseTo(1.5e-6, 12);
    const mild = fitRecalibration(classesOf(uniforms.slice(0, 500).map((u) => u ** 0.5)), { nights: 30 });
    expect(mild?.recalibrate(0.03).p).toBeCloseTo(0.01, 12);
  });

  // 4000 scores in 400 nights are ten a night, half of the twenty that are fully believed: half of the way from p = 0.21 to
  // its rank 1100.5 / 4001 on a logarithmic scale is their geometric mean; in 800 nights a quarter of it.
  it("with few scores a night p goes part of the way to its rank, and the step of its tie with it", () => {
    const rank = 1100.5 / 4001;
    for (const [nights, part] of [
      [400, 1 / 2],
      [800, 1 / 4],
    ] as const) {
      const { p, low, high } = fitRecalibration(three, { nights })?.recalibrate(pIn(100)) ?? { p: 0, low: 0, high: 0 };
      expect(p).toBeCloseTo(pIn(100) ** (1 - part) * rank ** part, 12);
      expect(low / p).toBeCloseTo(200 / 4001 / rank, 12);
      expect(high / p).toBeCloseTo(2001 / 4001 / rank, 12);
    }
  });

  it("says nothing before there are enough scores", () => {
    const plus = (count: number) =>
      fitRecalibration(
        [
          { bin: 3, count },
          { bin: 100, count: 10 },
        ],
        { nights: 1 },
      );
    expect(plus(SCORES_MIN - 11)).toBeNull();
    expect(plus(SCORES_MIN - 10)).not.toBeNull();
    expect(
      fitRecalibration(
        [
          { bin: 3, count: 9000 },
          { bin: 100, count: 9 },
        ],
        { nights: 1 },
      ),
    ).toBeNull();
  });

  it("a smaller p-value is never made larger than a greater one, and none is 0 or above 1", () => {
    const fit = fitRecalibration(classesOf(uniforms.slice(0, 500)), { nights: 1 });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map((p) => fit?.recalibrate(p).p ?? Number.NaN);
        expect(low).toBeLessThanOrEqual((high ?? 0) + 1e-15);
        expect(low).toBeGreaterThan(0);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});
