import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lintCard, lintCards, type MetricCard } from "../../reports/metrics/card.js";
import { lintFigure, type MetricFigure } from "../../reports/metrics/figure.js";
import { type Judged, metricVerdict } from "../../reports/metrics/verdict.js";

const CARD: MetricCard = {
  id: "requested_to_decided_hours_median",
  title: "Time to a decision",
  question: "How long do partners wait for a decision on a request?",
  counting_rule:
    "From the first step requested to the first of approved, denied and withdrawn; open requests count as waiting.",
  numerator: "hours from requested to decided",
  denominator: "requests made in the period",
  exclusions: [{ id: "decided_before_requested", words: "decided before it was requested" }],
  unit: "calendar hours",
  target: { kind: "setting", key: "targets.decided_hours" },
  direction: "decrease",
  owner: "disclosure office",
  method: "Kaplan–Meier, log-log 95 %",
  source: "Kaplan & Meier 1958",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
};

const FIGURE: MetricFigure = {
  id: CARD.id,
  title: CARD.title,
  slice: { partner: "XAR" },
  period: { first: "2026-03-01", last: "2026-05-31" },
  n: 40,
  excluded: [{ reason: "decided_before_requested", n: 0 }],
  value: 26,
  unit: "calendar hours",
  interval: [20, null],
  method: CARD.method,
  target: 48,
  verdict: "stable",
};

describe("a metric card", () => {
  it("that says everything has no fault", () => {
    expect(lintCard(CARD)).toEqual([]);
  });

  it.each(Object.keys(CARD))("is refused without its %s", (field) => {
    const { [field as keyof MetricCard]: _left, ...rest } = CARD;
    expect(lintCard(rest).join()).toContain(`${field}: Invalid`);
  });

  it.each(Object.keys(CARD).filter((field) => typeof CARD[field as keyof MetricCard] === "string"))(
    "is refused with a blank %s",
    (field) => {
      expect(lintCard({ ...CARD, [field]: "   " })).not.toEqual([]);
    },
  );

  it.each([
    [{ question: "How long do partners wait for a decision." }, "question: does not end in a question mark"],
    [{ owner: "TBD" }, "owner: a placeholder"],
    [{ exclusions: [] }, "exclusions"],
    [{ exclusions: [...(CARD.exclusions as []), ...(CARD.exclusions as [])] }, "repeated: decided_before_requested"],
    [{ target: { kind: "none", reason: "" } }, "target"],
    [{ direction: "neutral" }, "target: a target where no direction is better"],
    [{ unit: "hours" }, "unit"],
    [{ colour: "red" }, "colour"],
  ])("is refused when %j", (change, fault) => {
    expect(lintCard({ ...CARD, ...change }).join()).toContain(fault);
  });

  it("may exclude nothing and have no target, if it says why", () => {
    const reason = "every request of the period is counted, whatever became of it";
    expect(lintCard({ ...CARD, exclusions: { none: reason }, target: { kind: "none", reason } })).toEqual([]);
  });

  it("is refused beside another of the same id", () => {
    expect(lintCards([CARD, CARD])).toEqual([`${CARD.id} id: shared by two cards`]);
  });

  it("of any shape is refused, not thrown on", () => {
    fc.assert(fc.property(fc.anything(), (anything) => lintCard(anything).length > 0));
  });
});

describe("a figure", () => {
  it("that fits its card has no fault", () => {
    expect(lintFigure(FIGURE, CARD)).toEqual([]);
  });

  it.each([
    [{ unit: "working hours" }, "unit not the card's"],
    [{ excluded: [] }, "excluded by other reasons"],
    [{ value: 10 }, "value outside its interval"],
    [{ value: null }, "a verdict without a value"],
    [{ target: null, verdict: "meets target" }, "a target that is not there"],
    [{ value: Number.NaN }, "value not finite"],
    [{ interval: [20, Number.POSITIVE_INFINITY] }, "an open end is null"],
    [{ n: 1.5 }, "a count not whole"],
    [{ slice: { month: "2026-05" } }, "a slice not the card's"],
  ] as [Partial<MetricFigure>, string][])("is refused when %j", (change, fault) => {
    expect(lintFigure({ ...FIGURE, ...change }, CARD).join()).toContain(fault);
  });
});

describe("a verdict", () => {
  const judged: Judged = {
    value: 30,
    interval: [25, 35],
    target: 40,
    direction: "decrease",
    variation: "common_cause",
  };

  it.each([
    [{}, "meets target"],
    [{ target: 20 }, "misses target"],
    [{ target: 20, direction: "increase" }, "meets target"],
    [{ target: 30 }, "stable"],
    [{ target: 30, variation: "improvement" }, "improving"],
    [{ variation: "concern" }, "worsening"],
    [{ target: 20, variation: "improvement" }, "misses target"],
    [{ target: null, variation: null }, "cannot tell"],
    [{ target: 30, variation: "cannot_tell" }, "cannot tell"],
    [{ value: null }, "cannot tell"],
    [{ interval: [25, Number.POSITIVE_INFINITY], target: 30 }, "stable"],
    [{ direction: "neutral", variation: "neutral_high" }, "cannot tell"],
    [{ direction: "neutral" }, "stable"],
  ] as [Partial<Judged>, string][])("with %j is: %s", (change, verdict) => {
    expect(metricVerdict({ ...judged, ...change })).toBe(verdict);
  });
});
