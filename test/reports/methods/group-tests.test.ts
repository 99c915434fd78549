import { describe, expect, it } from "vitest";
import { eventTable } from "../../../reports/metrics/methods/durations.js";
import { grayTest } from "../../../reports/metrics/methods/gray-test.js";
import { scoreTest } from "../../../reports/metrics/methods/group-test.js";
import { logRank } from "../../../reports/metrics/methods/log-rank.js";

/** A seeded stream of uniform numbers (Vigna's splitmix, 32 bits), so that every run draws the same requests. */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    const a = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    const b = Math.imul(a ^ (a >>> 15), 0x735a2d97);
    return ((b ^ (b >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Requests with two outcomes in whole days, some still open at day 30; `hazard` is the daily chance of the first outcome. */
function requests(count: number, hazard: number, draw: () => number) {
  const exit = new Float64Array(count);
  const cause = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const first = Math.ceil(Math.log(draw()) / Math.log(1 - hazard));
    const second = Math.ceil(Math.log(draw()) / Math.log(1 - 0.02));
    exit[i] = Math.min(30, first, second);
    cause[i] = (exit[i] ?? 0) >= 30 ? 0 : first <= second ? 1 : 2;
  }
  return eventTable({ exit, cause }, 2);
}

describe("tests between groups", () => {
  it("do not depend on the order of the groups", () => {
    const draw = stream(7);
    const [a, b, c] = [requests(40, 0.05, draw), requests(50, 0.08, draw), requests(60, 0.06, draw)];
    expect(grayTest([a, b, c], 1).statistic).toBeCloseTo(grayTest([c, a, b], 1).statistic, 9);
    expect(logRank([a, b, c]).statistic).toBeCloseTo(logRank([b, c, a]).statistic, 9);
  });

  it("find nothing between a group and itself", () => {
    const group = requests(50, 0.05, stream(3));
    expect(grayTest([group, group], 1).statistic).toBeCloseTo(0, 12);
    expect(logRank([group, group]).p_value).toBeCloseTo(1, 6);
  });

  it("reject equal groups about one time in twenty, and unequal ones nearly always", () => {
    const draw = stream(11);
    const rejected = (hazard: number) => {
      const pairs = Array.from({ length: 400 }, () => [requests(60, 0.06, draw), requests(60, hazard, draw)]);
      const share = (test: (groups: ReturnType<typeof requests>[]) => number) =>
        pairs.filter((pair) => test(pair) < 0.05).length / pairs.length;
      return [share((pair) => grayTest(pair, 1).p_value), share((pair) => logRank(pair).p_value)];
    };
    // 400 trials of 5 %: three standard errors are 3.3 points.
    for (const share of rejected(0.06)) expect(Math.abs(share - 0.05)).toBeLessThan(0.033);
    for (const share of rejected(0.16)) expect(share).toBeGreaterThan(0.9);
  });

  it("a group without information takes its degree of freedom with it", () => {
    const empty = eventTable({ exit: new Float64Array(0), cause: new Uint8Array(0) }, 2);
    const draw = stream(5);
    expect(logRank([requests(30, 0.05, draw), requests(30, 0.05, draw), empty]).degrees_of_freedom).toBe(1);
    expect(scoreTest([0], [[0]])).toMatchObject({ degrees_of_freedom: 0, p_value: Number.NaN });
  });
});
