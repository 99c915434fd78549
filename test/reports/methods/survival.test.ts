import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cumulativeIncidence, statesAt } from "../../../reports/metrics/methods/cumulative-incidence.js";
import { eventTable } from "../../../reports/metrics/methods/durations.js";
import { grayTest } from "../../../reports/metrics/methods/gray-test.js";
import { type IntervalOptions, kaplanMeier, survivalAt } from "../../../reports/metrics/methods/kaplan-meier.js";
import { logRank } from "../../../reports/metrics/methods/log-rank.js";
import { restrictedMean } from "../../../reports/metrics/methods/restricted-mean.js";
import { survivalQuantiles } from "../../../reports/metrics/methods/survival-quantile.js";
import { missing, sharedPath } from "../../shared.js";

// R 4.2.2 with survival 3.5-3 and cmprsk 2.2-11: expected.json of the shared survival oracle, to 1e-8. R's NaN and NA
// both mean "cannot be estimated".
const folder = sharedPath("oracles/survival");
const number = z.union([z.number(), z.enum(["NaN", "NA"]).transform(() => Number.NaN)]);
const numbers = z.array(number);
const R_LOG: IntervalOptions = { scale: "log", level: 0.95 };

describe.skipIf(missing(folder, "survival oracle"))("survival against R", () => {
  const expected = folder === null ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(read("expected.json")));
  const lung = folder === null ? [] : rows("lung.csv");
  const toy = folder === null ? [] : rows("toy_requests.csv");

  it.each(["log", "log-log", "plain"] as const)("the lung curve and its median have R's %s limits", (scale) => {
    const want = z
      .object({
        ...{ time: numbers, "n.risk": numbers, surv: numbers, "std.err": numbers, lower: numbers, upper: numbers },
        ...{ median: number, LCL: number, UCL: number, n: number, events: number },
      })
      .parse(expected[`lung_${scale}`]);
    const table = binary(lung, 0, 1, "2");
    const curve = kaplanMeier(table, { scale, level: 0.95 });
    const points = survivalAt(curve, want.time);
    expect(points.map((point) => point.at_risk)).toEqual(want["n.risk"]);
    agree(
      points.map((point) => point.survival),
      want.surv,
    );
    agree(
      points.map((point) => point.std_error),
      want["std.err"],
    );
    agree(
      points.map((point) => point.lower),
      want.lower,
    );
    agree(
      points.map((point) => point.upper),
      want.upper,
    );
    expect(survivalQuantiles(curve, [0.5])[0]).toEqual(quantile(0.5, want.median, want.LCL, want.UCL));
    expect(table.subject_count).toBe(want.n);
    expect(table.event_count.reduce((a, b) => a + b)).toBe(want.events);
  });

  it("the lung quantiles and their limits are R's, open ones open", () => {
    const want = z
      .object({ probs: numbers, q: numbers, lower: numbers, upper: numbers })
      .parse(expected.lung_quantiles);
    const got = survivalQuantiles(kaplanMeier(binary(lung, 0, 1, "2"), R_LOG), want.probs);
    expect(got).toEqual(
      want.probs.map((p, i) => quantile(p, want.q[i] ?? NaN, want.lower[i] ?? NaN, want.upper[i] ?? NaN)),
    );
  });

  it("the mean within a year of the lung data, and its error, are R's", () => {
    const want = z.object({ rmean: number, "se(rmean)": number }).parse(expected.lung_rmean365);
    const got = restrictedMean(kaplanMeier(binary(lung, 0, 1, "2"), R_LOG), 365);
    agree([got.mean, got.std_error], [want.rmean, want["se(rmean)"]]);
  });

  it("both leukaemia groups have R's curves, means and medians", () => {
    const column = { time: numbers, "n.risk": numbers, "n.event": numbers, surv: numbers, "std.err": numbers };
    const table = z.object({ rmean: number, "se(rmean)": number, median: number, "0.95LCL": number.optional() });
    const want = z
      .object({ strata: z.array(z.string()), ...column, lower: numbers, upper: numbers, table: z.array(table) })
      .parse(expected.aml);
    const aml = rows("aml.csv");
    const horizon = Math.max(...aml.map((row) => Number(row[0])));
    for (const [g, group] of ["Maintained", "Nonmaintained"].entries()) {
      const here = want.strata.flatMap((name, i) => (name === `x=${group}` ? [i] : []));
      const take = (values: readonly number[]) => here.map((i) => values[i] ?? NaN);
      const curve = kaplanMeier(
        binary(
          aml.filter((row) => row[2] === group),
          0,
          1,
          "1",
        ),
        R_LOG,
      );
      const points = survivalAt(curve, take(want.time));
      expect(points.map((point) => point.at_risk)).toEqual(take(want["n.risk"]));
      agree(
        points.map((point) => point.survival),
        take(want.surv),
      );
      agree(
        points.map((point) => point.std_error),
        take(want["std.err"]),
      );
      agree(
        points.map((point) => point.lower),
        take(want.lower),
      );
      agree(
        points.map((point) => point.upper),
        take(want.upper),
      );
      const events = curve.table.event_count.filter((count) => count > 0);
      expect([...events]).toEqual(take(want["n.event"]));
      const summary = want.table[g];
      const mean = restrictedMean(curve, horizon);
      agree([mean.mean, mean.std_error], [summary?.rmean ?? NaN, summary?.["se(rmean)"] ?? NaN]);
      expect(survivalQuantiles(curve, [0.5])[0]).toEqual(
        quantile(0.5, summary?.median ?? NaN, summary?.["0.95LCL"] ?? NaN, NaN),
      );
    }
  });

  it.each([
    ["aml_logrank", "aml.csv", 2, 0, 1, "1"],
    ["lung_sex_logrank", "lung.csv", 2, 0, 1, "2"],
    ["veteran_logrank", "veteran.csv", 0, 1, 2, "1"],
  ] as const)(
    "%s: the log-rank test has R's counts, statistic and p-value",
    (name, file, group, time, status, event) => {
      const data = rows(file);
      const names = [...new Set(data.map((row) => row[group]))].sort();
      const want = z.object({ chisq: number, obs: numbers, exp: numbers, p: number }).parse(expected[name]);
      sameTest(
        logRank(
          names.map((g) =>
            binary(
              data.filter((row) => row[group] === g),
              time,
              status,
              event,
            ),
          ),
        ),
        want,
      );
    },
  );

  it("the log-rank test over three partners is R's", () => {
    const want = z.object({ chisq: number, obs: numbers, exp: numbers, p: number }).parse(expected.toy_logrank);
    sameTest(
      logRank(
        ["CAN", "GBR", "NLD"].map((p) =>
          competing(
            toy.filter((row) => row[1] === p),
            2,
            3,
            OUTCOMES,
          ),
        ),
      ),
      want,
    );
  });

  it("the request curve has R's values at every time, and its median interval", () => {
    const want = z
      .object({ time: numbers, "n.risk": numbers, surv: numbers, median: number, LCL: number, UCL: number })
      .parse(expected.toy_km);
    const curve = kaplanMeier(competing(toy, 2, 3, OUTCOMES), R_LOG);
    expect([...curve.table.time]).toEqual(want.time);
    expect([...curve.table.at_risk]).toEqual(want["n.risk"]);
    agree([...curve.survival], want.surv);
    expect(survivalQuantiles(curve, [0.5])[0]).toEqual(quantile(0.5, want.median, want.LCL, want.UCL));
  });

  it("what became of requests has R's shares and errors, and sums to one", () => {
    const want = z
      .object({ time: numbers, pstate: z.array(numbers), "std.err": z.array(numbers) })
      .parse(expected.toy_aj);
    const got = statesAt(cumulativeIncidence(competing(toy, 2, 3, OUTCOMES)), want.time);
    agree(
      got.flatMap((at) => at.states.map((state) => state.share)),
      want.pstate.flat(),
    );
    agree(
      got.flatMap((at) => at.states.map((state) => state.std_error)),
      want["std.err"].flat(),
    );
    agree(
      got.map((at) => at.states.reduce((sum, state) => sum + state.share, 0)),
      want.time.map(() => 1),
    );
  });

  it("the mgus2 shares have R's errors and limits", () => {
    const want = z
      .object({ time: numbers, "n.risk": numbers, pstate: z.array(numbers) })
      .extend({ "std.err": z.array(numbers), lower: z.array(numbers), upper: z.array(numbers) })
      .parse(expected.mgus2_aj);
    const table = competing(rows("mgus2_competing.csv"), 2, 3, ["pcm", "death"]);
    const got = statesAt(cumulativeIncidence(table), want.time);
    agree(
      got.flatMap((at) => at.states.map((state) => state.share)),
      want.pstate.flat(),
    );
    agree(
      got.flatMap((at) => at.states.map((state) => state.std_error)),
      want["std.err"].flat(),
    );
    agree(
      got.flatMap((at) => at.states.map((state) => state.lower)),
      want.lower.flat(),
    );
    agree(
      got.flatMap((at) => at.states.map((state) => state.upper)),
      want.upper.flat(),
    );
    const survival = survivalAt(kaplanMeier(table, R_LOG), want.time);
    expect(survival.map((point) => point.at_risk)).toEqual(want["n.risk"]);
    agree(
      survival.map((point) => point.survival),
      want.pstate.map((states) => states[0] ?? NaN),
    );
  });

  it("Gray's test of each outcome over three partners is cmprsk's", () => {
    const want = z.array(z.object({ stat: number, pv: number, df: number })).parse(expected.toy_gray);
    const groups = ["CAN", "GBR", "NLD"].map((p) =>
      competing(
        toy.filter((row) => row[1] === p),
        2,
        3,
        OUTCOMES,
      ),
    );
    const got = OUTCOMES.map((_name, i) => grayTest(groups, i + 1));
    agree(
      got.map((test) => test.statistic),
      want.map((test) => test.stat),
    );
    agree(
      got.map((test) => test.p_value),
      want.map((test) => test.pv),
    );
    expect(got.map((test) => test.degrees_of_freedom)).toEqual(want.map((test) => test.df));
  });

  it("the mgus2 shares have cmprsk's variances when asked for those", () => {
    const want = z.object({ est: z.array(numbers), var: z.array(numbers) }).parse(expected.mgus2_cmprsk);
    const table = competing(rows("mgus2_competing.csv"), 2, 3, ["pcm", "death"]);
    const got = statesAt(cumulativeIncidence(table), [60, 120, 240], { variance: "aalen" });
    for (const cause of [0, 1]) {
      agree(
        got.map((at) => at.states[cause + 1]?.share ?? NaN),
        want.est[cause] ?? [],
      );
      agree(
        got.map((at) => (at.states[cause + 1]?.std_error ?? NaN) ** 2),
        want.var[cause] ?? [],
        1e-12,
      );
    }
  });
});

const OUTCOMES = ["approved", "denied", "withdrawn"];

function read(name: string): string {
  return readFileSync(`${folder}/${name}`, "utf8");
}

function rows(name: string): string[][] {
  const lines = read(name).trim().split(/\r?\n/).slice(1);
  return lines.map((line) => line.replaceAll('"', "").split(","));
}

function binary(data: readonly string[][], time: number, status: number, event: string) {
  return competing(data, time, status, [event]);
}

function competing(data: readonly string[][], time: number, outcome: number, names: readonly string[]) {
  const exit = Float64Array.from(data, (row) => Number(row[time]));
  return eventTable(
    { exit, cause: Uint8Array.from(data, (row) => names.indexOf(row[outcome] ?? "") + 1) },
    names.length,
  );
}

function quantile(share: number, time: number, lower: number, upper: number) {
  const reached = (value: number) => (Number.isNaN(value) ? null : value);
  return { share, time: reached(time), lower: reached(lower), upper: reached(upper) };
}

function sameTest(
  got: ReturnType<typeof logRank>,
  want: { chisq: number; obs: number[]; exp: number[]; p: number },
): void {
  agree([...got.observed, ...got.expected], [...want.obs, ...want.exp]);
  agree([got.statistic, got.p_value], [want.chisq, want.p]);
}

function agree(got: readonly number[], want: readonly number[], tolerance = 1e-8): void {
  expect(got).toHaveLength(want.length);
  for (const [i, value] of want.entries()) {
    if (Number.isNaN(value)) expect(got[i]).toBeNaN();
    else expect(Math.abs((got[i] ?? Number.NaN) - value)).toBeLessThan(tolerance);
  }
}
