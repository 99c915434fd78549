import { describe, expect, it } from "vitest";
import { standings } from "../../../reports/metrics/methods/both-sides.js";
import { rateChange, shareChange, variationFrom, waitChange } from "../../../reports/metrics/methods/change.js";
import { durationsOf } from "../../../reports/metrics/methods/durations-of.js";
import { shareDifference } from "../../../reports/metrics/methods/share-difference.js";

const of = (numerator: number, denominator: number) => ({ numerator, denominator });
const counted = (count: number, exposure: number) => ({ count, exposure });
const ended = (...hours: readonly number[]) => durationsOf(hours.map((time) => ({ time, is_ended: true })));
const upTo = (count: number, scale: number) => ended(...Array.from({ length: count }, (_, i) => (i + 1) * scale));

describe("the difference of two shares", () => {
  // Newcombe 1998, table II, method 10: 56/70 less 48/80 is 0.0524 to 0.3339; 10/10 less 0/10 is 0.6075 to 1.
  it("has Newcombe’s printed limits", () => {
    const first = shareDifference(of(56, 70), of(48, 80), 0.95);
    expect(first.lower).toBeCloseTo(0.0524, 4);
    expect(first.upper).toBeCloseTo(0.3339, 4);
    const extreme = shareDifference(of(10, 10), of(0, 10), 0.95);
    expect(extreme.lower).toBeCloseTo(0.6075, 4);
    expect(extreme.upper).toBe(1);
  });
});

describe("a change since the period before", () => {
  it("of a share is told where chance would give it once in 500, and is none where it would more often", () => {
    expect(shareChange(of(200, 200), of(150, 200))).toBe("lower");
    expect(shareChange(of(100, 200), of(115, 200))).toBe("none");
  });

  it("of a share of three things cannot be told, whatever they say", () => {
    expect(shareChange(of(0, 3), of(3, 3))).toBe("cannot_tell");
    expect(shareChange(of(0, 0), of(3, 3))).toBe("cannot_tell");
  });

  // By hand: all of x events in one of two equal periods has the chance 2^-x; 2^-9 is above 0.001 and 2^-10 below.
  it("of a rate needs ten events where the periods are equal", () => {
    expect(rateChange(counted(0, 90), counted(9, 90))).toBe("cannot_tell");
    expect(rateChange(counted(0, 90), counted(10, 90))).toBe("higher");
    expect(rateChange(counted(20, 90), counted(25, 90))).toBe("none");
  });

  it("of waits follows the log-rank test, longer is higher", () => {
    expect(waitChange(upTo(40, 1), upTo(40, 3))).toBe("higher");
    expect(waitChange(upTo(40, 3), upTo(40, 1))).toBe("lower");
    expect(waitChange(upTo(40, 1), upTo(40, 1.05))).toBe("none");
    expect(waitChange(upTo(3, 1), upTo(3, 9))).toBe("cannot_tell");
    expect(waitChange(ended(), upTo(40, 1))).toBe("cannot_tell");
  });

  it("is better or worse by the direction of the card, and neither where no direction is better", () => {
    expect(variationFrom("higher", "decrease")).toBe("concern");
    expect(variationFrom("higher", "increase")).toBe("improvement");
    expect(variationFrom("lower", "neutral")).toBe("neutral_low");
    expect(variationFrom("none", "decrease")).toBe("common_cause");
  });
});

describe("partners on both sides at once", () => {
  const side = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  const at = (id: string, timeliness: number, protection: number, half = 0.01) => {
    return { id, timeliness: side(timeliness, half), protection: side(protection, half) };
  };

  it("one that another beats on both sides beyond both intervals is named with it", () => {
    expect(standings([at("XAR", 0.9, 0.9), at("XBE", 0.8, 0.8)])).toEqual([
      { id: "XAR", standing: "level", than: [] },
      { id: "XBE", standing: "better_elsewhere", than: ["XAR"] },
    ]);
  });

  it("faster but less protected is level, and so is a tie", () => {
    expect(standings([at("XAR", 0.9, 0.8), at("XBE", 0.8, 0.9)]).map(({ standing }) => standing)).toEqual([
      "level",
      "level",
    ]);
    expect(standings([at("XAR", 0.9, 0.8), at("XBE", 0.9, 0.8)]).map(({ standing }) => standing)).toEqual([
      "level",
      "level",
    ]);
  });

  it("intervals that overlap say nothing, and a side without a value cannot be told", () => {
    expect(standings([at("XAR", 0.9, 0.9, 0.2), at("XBE", 0.8, 0.8, 0.2)])[1]?.standing).toBe("within_chance");
    expect(standings([at("XAR", 0.9, 0.9), { id: "XBE", timeliness: null, protection: side(1, 0) }])[1]?.standing).toBe(
      "cannot_tell",
    );
  });
});
