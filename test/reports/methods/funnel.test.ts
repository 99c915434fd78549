import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type FunnelOptions, funnel } from "../../../reports/metrics/methods/funnel.js";
import { binomialLimits, funnelLimits, poissonLimits } from "../../../reports/metrics/methods/funnel-limits.js";
import type { FunnelKind } from "../../../reports/metrics/methods/funnel-score.js";
import { missing, sharedPath } from "../../shared.js";

const numbers = z.array(z.number());
const limitColumns = { LCL95: numbers, UCL95: numbers, LCL998: numbers, UCL998: numbers };
const adjustedColumns = { OD95LCL: numbers, OD95UCL: numbers, OD998LCL: numbers, OD998UCL: numbers };
const oracle = z.object({
  poisson_limits: z.object({ number_seq: numbers, ll95: numbers, ul95: numbers, ll998: numbers, ul998: numbers }),
  spiegelhalter_exact_binomial: z.array(
    z
      .object({ n: z.number(), theta: z.number() })
      .extend({ l998: z.number(), l95: z.number(), u95: z.number(), u998: z.number() }),
  ),
  cases: z.array(
    z.object({
      name: z.string(),
      input: z.object({
        ...{ numerator: numbers, denominator: numbers, group: z.array(z.string()) },
        ...{ data_type: z.string(), sr_method: z.string(), trim_by: z.number(), multiplier: z.number() },
      }),
      expected: z.object({
        ...{ group: z.array(z.string()), ratio: numbers, target: z.number(), uzscore: numbers },
        ...{ wuzscore: z.array(z.number().nullable()), n_used: z.number(), phi: z.number(), tau2: z.number() },
        ...{ overdispersion_used: z.boolean(), ...limitColumns, ...z.object(adjustedColumns).partial().shape },
        outlier998_unadjusted: numbers,
        outlier998_adjusted: numbers.optional(),
      }),
    }),
  ),
});

const file = sharedPath("oracles/funnel/cases.json");

// FunnelPlotR 9020d49 run in R 4.2.2, to 1e-9; chi-square and binomial quantiles to 1e-6.
describe.skipIf(missing(file, "funnel oracle"))("funnels against FunnelPlotR", () => {
  const empty = { poisson_limits: null, spiegelhalter_exact_binomial: [], cases: [] };
  const data = file === null ? empty : oracle.parse(JSON.parse(readFileSync(file, "utf8")));

  it.each(data.cases)("$name has the package's scores, dispersion, limits and outliers", ({ input, expected }) => {
    const kind = kindOf(input.data_type, input.sr_method);
    const options = { kind, target: "pooled", trim: input.trim_by, convention: "FunnelPlotR" } satisfies FunnelOptions;
    const units = input.group.map((id, i) => ({
      id,
      numerator: input.numerator[i] ?? NaN,
      denominator: input.denominator[i] ?? NaN,
    }));
    const got = funnel(units, options);
    const points = expected.group.map((id) => got.points.find((point) => point.id === id));
    agree([got.phi, got.tau2], [expected.phi, expected.tau2], 1e-9);
    expect(got.unit_count).toBe(expected.n_used);
    expect(got.is_overdispersed).toBe(expected.overdispersion_used);
    agree(
      points.map((point) => point?.ratio),
      expected.ratio,
      1e-9,
    );
    agree(
      points.map((point) => point?.target),
      expected.ratio.map(() => expected.target),
      1e-9,
    );
    agree(
      points.map((point) => point?.z),
      expected.uzscore,
      1e-9,
    );
    expect(points.map((point) => point?.z_trimmed === null)).toEqual(expected.wuzscore.map((z) => z === null));
    agree(
      points.map((point) => point?.z_trimmed ?? 0),
      expected.wuzscore.map((z) => z ?? 0),
      1e-9,
    );
    const scaled = (column: keyof (typeof limits)[number]) => limits.map((limit) => limit[column] * input.multiplier);
    let limits = points.flatMap((point) => (point === undefined ? [] : [point.limits]));
    const exact = input.data_type === "SR" ? 1e-6 : 1e-9;
    agree(scaled("lower_95"), expected.LCL95, exact * input.multiplier);
    agree(scaled("upper_95"), expected.UCL95, exact * input.multiplier);
    agree(scaled("lower_998"), expected.LCL998, exact * input.multiplier);
    agree(scaled("upper_998"), expected.UCL998, exact * input.multiplier);
    const outside = points.map((point) => {
      const limit = point?.limits;
      return (
        limit !== undefined && point !== undefined && (point.ratio > limit.upper_998 || point.ratio < limit.lower_998)
      );
    });
    expect(outside.map(Number)).toEqual(expected.outlier998_unadjusted);
    limits = points.flatMap((point) => (point?.adjusted ? [point.adjusted] : []));
    agree(scaled("lower_95"), expected.OD95LCL ?? [], 1e-9 * input.multiplier);
    agree(scaled("upper_95"), expected.OD95UCL ?? [], 1e-9 * input.multiplier);
    agree(scaled("lower_998"), expected.OD998LCL ?? [], 1e-9 * input.multiplier);
    agree(scaled("upper_998"), expected.OD998UCL ?? [], 1e-9 * input.multiplier);
    const verdicts = points.map((point) => Number(point?.is_outside));
    expect(verdicts).toEqual(expected.outlier998_adjusted ?? expected.outlier998_unadjusted);
  });

  it("exact Poisson limits are the package's", () => {
    const want = data.poisson_limits;
    const got = (want?.number_seq ?? []).map((expected) => poissonLimits(expected, 1));
    agree(
      got.map((limit) => limit.lower_95),
      want?.ll95 ?? [],
      1e-6,
    );
    agree(
      got.map((limit) => limit.upper_95),
      want?.ul95 ?? [],
      1e-6,
    );
    agree(
      got.map((limit) => limit.lower_998),
      want?.ll998 ?? [],
      1e-6,
    );
    agree(
      got.map((limit) => limit.upper_998),
      want?.ul998 ?? [],
      1e-6,
    );
  });

  it.each(data.spiegelhalter_exact_binomial)("exact binomial limits of $n trials are Spiegelhalter's", (want) => {
    const got = binomialLimits(want.n, want.theta);
    agree([got.lower_998, got.lower_95, got.upper_95, got.upper_998], [want.l998, want.l95, want.u95, want.u998], 1e-6);
  });
});

const EXACT = { kind: "proportion", target: "pooled", trim: 0.1, convention: "exact" } satisfies FunnelOptions;

describe("funnels", () => {
  // By hand: A has 8 of 10; the others have 2 + 5 = 7 of 30.
  it("the leave-one-out target of a unit is the ratio of all the others", () => {
    const units = [
      { id: "A", numerator: 8, denominator: 10 },
      { id: "B", numerator: 2, denominator: 10 },
      { id: "C", numerator: 5, denominator: 20 },
    ];
    const got = funnel(units, { ...EXACT, target: "leave_one_out" });
    expect(got.points[0]?.target).toBeCloseTo(7 / 30, 12);
  });

  it("limits of a proportion never leave 0 and 1, however few the trials and wide the spread", () => {
    for (const tau2 of [0, 4]) {
      const limits = funnelLimits({ id: "A", numerator: 1, denominator: 2 }, { ...EXACT, target: 0.9, tau2 });
      for (const limit of Object.values(limits)) {
        expect(limit).toBeGreaterThanOrEqual(0);
        expect(limit).toBeLessThanOrEqual(1);
      }
      expect(limits.lower_998).toBeLessThanOrEqual(limits.lower_95);
    }
  });

  it("a unit that did nothing does not make the dispersion infinite", () => {
    const units = [0, 12, 9, 11, 10].map((numerator, i) => ({ id: `${i}`, numerator, denominator: 10 }));
    const got = funnel(units, { ...EXACT, kind: "ratio_log" });
    expect(got.phi).toBeLessThan(1);
    expect(got.points[0]?.is_outside).toBe(true);
  });

  it("more successes than trials are refused", () => {
    expect(() => funnel([{ id: "A", numerator: 3, denominator: 2 }], EXACT)).toThrow("funnel unit impossible: A 3/2");
  });

  it("a thousand units alike are expected to put two outside", () => {
    const units = Array.from({ length: 1000 }, (_, i) => ({ id: `${i}`, numerator: 5, denominator: 10 }));
    expect(funnel(units, EXACT).expected_outside).toBe(2);
  });
});

function kindOf(type: string, method: string): FunnelKind {
  if (type === "SR") return method === "CQC" ? "ratio_root" : "ratio_log";
  return type === "PR" ? "proportion" : "count_ratio";
}

function agree(got: readonly (number | undefined)[], want: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(want.length);
  for (const [i, value] of want.entries()) expect(Math.abs((got[i] ?? Number.NaN) - value)).toBeLessThan(tolerance);
}
