import { describe, expect, it } from "vitest";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { midP } from "../../data/statistics/p-values.js";
import { type CountRule, predictCounts } from "../../detectors/judges/count.js";
import { oddHours, smoothed } from "../../detectors/judges/odd-hours.js";
import { evenestRunP, repeatedPauseP } from "../../detectors/judges/pace.js";
import { judgeShare, poolShare, type ShareRule, type ShareSeries } from "../../detectors/judges/share.js";
import { excessOf, residualsOf } from "../../detectors/judges/share-baseline.js";
import { judgeDrift } from "../../detectors/judges/share-cusum.js";

const nights = (count: number) => Array.from({ length: count }, (_, i) => i);
const RULE: ShareRule = {
  window_nights: 1,
  history_nights: 90,
  peer_trials: 20,
  share_min: 5e-4,
  dispersion_min: 0.002,
};

/** Ten trials a night, one success on each of 20 nights of history, `tonight` successes tonight. */
const onceInTen = (tonight: number): ShareSeries => ({
  group: "analyst",
  nights_ago: nights(21),
  successes: nights(21).map((ago) => (ago === 0 ? tonight : 1)),
  trials: nights(21).map(() => 10),
});

// Worked with SciPy 1.x betabinom: share (20 + 20 g) / 220 with g = (20 + 20 · 20.5/201) / 220, correlation 0.002 + 1 / (1 + 220/1.18)
describe("the judge of shares", () => {
  const pool = poolShare([onceInTen(1)], RULE);

  it("finds four of ten, where one is usual, as rare as SciPy's beta-binomial with the same parameters", () => {
    const judged = judgeShare(onceInTen(4), pool, { rule: RULE, side: "upper" });
    expect(judged?.expected_share).toBeCloseTo(0.10001644669215903, 10);
    expect(judged?.p_mid).toBeCloseTo(0.00921297480010817, 8);
    expect(judged?.p_value).toBeCloseTo(0.0159463769951026, 8);
  });

  it("looks both ways at once by twice the smaller tail, and says in which it saw something", () => {
    const p = (tonight: number, side: "upper" | "lower" | "either") =>
      judgeShare(onceInTen(tonight), pool, { rule: RULE, side })?.p_mid ?? 0;
    expect(p(4, "either")).toBeCloseTo(2 * 0.00921297480010817, 8);
    expect(p(0, "either")).toBeCloseTo(2 * p(0, "lower"), 12);
    expect(p(1, "either")).toBeGreaterThan(0.9);
  });

  it("learns nothing from tonight: the pool of a wild night is that of a quiet one", () => {
    expect(poolShare([onceInTen(10)], RULE)).toEqual(pool);
  });

  it("cuts a past attack, so that it buys little licence", () => {
    const attacked = { ...onceInTen(6), successes: onceInTen(6).successes.with(5, 10) };
    const doubled = { ...onceInTen(6), successes: onceInTen(6).successes.map((y, i) => (i > 0 && i < 10 ? 2 : y)) };
    const [wild, mild] = [attacked, doubled].map(
      (series) => judgeShare(series, poolShare([series], RULE), { rule: RULE, side: "upper" })?.expected_share ?? 0,
    );
    expect(wild).toBeLessThan(mild ?? 0);
  });

  // Ten trials a night at a share of 0.3, in weeks of five: only as much spread as the binomial has, so a pooled correlation of
  // nothing. About its own mean a person's five weeks look a fifth too even, which no leverage would leave at -1/5 of a binomial.
  it("is not misled by short histories: weeks about a person's own mean are no evener than they are", () => {
    const everybody = nights(200).map((person): ShareSeries => {
      const successes = nights(42).map(
        (ago) =>
          nights(10).filter((act) => hashUniform(["even", String(person), String(ago), String(act)]) < 0.3).length,
      );
      return { group: "analyst", nights_ago: nights(42), successes, trials: nights(42).map(() => 10) };
    });
    const rule = { ...RULE, window_nights: 7, peer_trials: 1, history_nights: 35, dispersion_min: 1e-9 };
    const parts = everybody.map((entity) => excessOf(residualsOf(entity, { share: 0.3, rule }), 0));
    const [excess, scale] = [
      parts.reduce((sum, part) => sum + part.excess, 0),
      parts.reduce((sum, part) => sum + part.scale, 0),
    ];
    // 69 others in a week of 70 acts: the ratio of squared residuals to variance is 1 + 69 times the correlation.
    expect(1 + 69 * (excess / scale)).toBeGreaterThan(0.93);
    expect(1 + 69 * (excess / scale)).toBeLessThan(1.07);
  });

  // Nine nights in ten without and one of nine in ten: share 0.09, variance of a night 7.29, binomial variance 0.819, so
  // 1 + 9 rho = 8.9 and rho = 0.88. Cut at four binomial deviations such a night would count 13.1 of its 65.6.
  it("learns all-or-nothing nights as such, for the cut of a residual follows the spread that is found", () => {
    const everybody = nights(100).map((person): ShareSeries => {
      const isBusy = (ago: number) => hashUniform(["all or nothing", String(person), String(ago)]) < 0.1;
      const successes = nights(91).map((ago) => (isBusy(ago) ? 9 : 0));
      return { group: "analyst", nights_ago: nights(91), successes, trials: nights(91).map(() => 10) };
    });
    const found = poolShare(everybody, RULE).dispersion;
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThanOrEqual(0.9);
  });

  it("has no opinion without a trial tonight, or without any history", () => {
    const idle = { ...onceInTen(0), trials: onceInTen(0).trials.with(0, 0) };
    expect(judgeShare(idle, pool, { rule: RULE, side: "upper" })).toBeNull();
    const newborn: ShareSeries = { group: "analyst", nights_ago: [0], successes: [5], trials: [10] };
    expect(judgeShare(newborn, poolShare([newborn], RULE), { rule: RULE, side: "upper" })).toBeNull();
  });
});

describe("the judge of drifts", () => {
  it("adds the log likelihood ratio of each night, and forgets what falls below nothing", () => {
    const rule = { ...RULE, window_nights: 14, share_min: 0.01 };
    const history = { group: "analyst", nights_ago: nights(34) };
    const trials = nights(34).map(() => 10);
    const quiet = { ...history, trials, successes: nights(34).map(() => 1) };
    const drift = { ...quiet, successes: quiet.successes.map((y, ago) => (ago < 2 ? 4 : y)) };
    const pool = poolShare([quiet], rule);
    expect(judgeDrift(quiet, pool, { ratio: 2, baseline: rule })).toMatchObject({
      statistic: 0,
      p_value: 1,
      nights: 0,
    });
    const judged = judgeDrift(drift, pool, { ratio: 2, baseline: rule });
    const share = judged?.expected_share ?? 0;
    const night = 4 * Math.log(2 / (1 + share)) - 6 * Math.log(1 + share);
    expect(judged?.statistic).toBeCloseTo(2 * night, 10);
    expect(judged).toMatchObject({ nights: 2, successes: 8, trials: 20, p_value: Math.exp(-(judged?.statistic ?? 0)) });
  });
});

const COUNTS: CountRule = {
  history_nights: 90,
  guard_nights: 0,
  prior_nights: 4,
  rest_prior_events: 10,
  dispersion_prior_nights: 20,
  dispersion_min: 0.02,
};

it("who has always taken nearly everything away does not drift by going on", () => {
  const rule = { ...RULE, window_nights: 14, share_min: 0.01 };
  const every = (count: number): ShareSeries => ({
    group: "service",
    nights_ago: nights(104),
    successes: nights(104).map(() => count),
    trials: nights(104).map(() => 50),
  });
  expect(judgeDrift(every(50), poolShare([every(50), every(5)], rule), { ratio: 2, baseline: rule })).toBeNull();
});

describe("the judge of counts", () => {
  const series = (counts: readonly number[], actor = "a") => ({
    group: "analyst",
    unit: actor,
    nights_ago: nights(counts.length),
    counts,
    is_rest: counts.map(() => false),
  });

  // SciPy: mean (200 + 4 m) / 24 with m = 200.5 / 20.5; nbinom.sf(20) + pmf(20) / 2
  it("finds twenty, where ten is usual on every night, as rare as SciPy's negative binomial", () => {
    const [prediction] = predictCounts([series([20, ...nights(20).map(() => 10)])], COUNTS);
    expect(prediction?.law.mean).toBeCloseTo(9.963414634146341, 8);
    expect(prediction === null || prediction === undefined ? 0 : midP(prediction.law, 20, "upper")).toBeCloseTo(
      0.005148831473962238,
      8,
    );
  });

  it("counts an outlying night of the past down: what follows an attack is judged nearly as before it", () => {
    const ordinary = nights(40).map((i) => 8 + (i % 5));
    const [before, after] = [ordinary, ordinary.with(3, 200)].map(
      (counts) => predictCounts([series(counts)], COUNTS)[0]?.law.mean ?? 0,
    );
    expect(after).toBeLessThan(1.06 * (before ?? 0));
  });

  it("says nothing of someone who is not active tonight", () => {
    const absent = { ...series([10, 10]), nights_ago: [1, 2] };
    expect(predictCounts([absent], COUNTS)).toEqual([null]);
  });
});

describe("odd hours", () => {
  it("smooth a lone hour to a half and two quarters, around midnight too", () => {
    const acts = smoothed(nights(24).map((hour) => (hour === 23 ? 8 : 0)));
    expect([acts[22], acts[23], acts[0]]).toEqual([2, 4, 2]);
  });

  it("are the least likely ones that together stay within the mass: of a flat day, one hour in twenty", () => {
    const flat = nights(24).map(() => 1 / 24);
    const { isOdd, mass } = oddHours(
      nights(24).map(() => 10),
      flat,
      { prior_acts: 20, mass_max: 0.05 },
    );
    expect(isOdd.filter(Boolean)).toHaveLength(1);
    expect(mass).toBeCloseTo(1 / 24, 12);
  });
});

describe("the pace of acts", () => {
  // SciPy: chi2.cdf(24 M / (1 + 13/72), 11), three runs by Šidák
  it("finds pauses of ten and eleven seconds in turn as even as SciPy's chi-square says", () => {
    const pauses = nights(12).map((i) => (i % 2 === 0 ? 10 : 11));
    expect((evenestRunP(pauses) ?? 1) / 2.2663002701835e-13).toBeCloseTo(1, 6);
    expect(evenestRunP(pauses.slice(1))).toBeNull();
  });

  // SciPy: half of ten times the least of binom.sf(c - 2, 9, pv) over the lengths
  it("finds a pause of twenty seconds that comes back three times as rare as SciPy's binomial says", () => {
    expect(repeatedPauseP([130, 20, 8, 60, 20, 5, 40, 21, 90, 20])).toBeCloseTo(0.08517562221693532, 8);
    expect(repeatedPauseP([1, 1, 1, 1, 1, 1, 1])).toBeNull();
  });
});
