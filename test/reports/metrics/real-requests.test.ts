import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { settingsShape } from "../../../data/settings/shape.js";
import type { Store } from "../../../data/store/store.js";
import { computeFigures, openContext } from "../../../reports/metrics/engine.js";
import { metrics } from "../../../reports/metrics/index.js";
import { survivalQuantiles } from "../../../reports/metrics/methods/survival-quantile.js";
import { TO_DECISION, TO_DECISION_IN_TARGETS, waitingOf } from "../../../reports/metrics/waiting.js";
import { Bench } from "../../ingest/reading.js";
import { missing, sharedPath } from "../../shared.js";

const folder = sharedPath("real");
const HOUR_MS = 3_600_000;
const STEPS = "request_id,step,at,actor_id,partner,tier,purpose\n";
const settings = settingsShape.parse({ home: { nation: "XHM", time_zone: "Europe/Amsterdam" } });

function rowsOf(file: string): Record<string, string>[] {
  const text = gunzipSync(readFileSync(join(String(folder), file))).toString("utf8");
  return parse(text, { columns: true }).map((row: unknown) => z.record(z.string(), z.string()).parse(row));
}

async function figuresOf(store: Store, period: { first: string; last: string }, ids: readonly string[]) {
  const context = await openContext(store, period, settings);
  const found = await computeFigures(
    metrics.filter(({ card }) => ids.includes(card.id)),
    context,
  );
  const of = (id: string) => {
    const figure = found.find((each) => each.figure.id === id && Object.keys(each.figure.slice).length === 0)?.figure;
    if (figure === undefined) throw new Error(`no such figure: ${id}`);
    return figure;
  };
  return { context, of };
}

// Counts are those of the material's README, made independently of this code.
describe.skipIf(missing(folder, "real registers"))("a real permit register, read as requests", () => {
  let store: Store;
  const FIRST = "2010-10-01";
  beforeAll(async () => {
    const bench = await Bench.open();
    const cases = new Map(rowsOf("permits/receipt.csv.gz").map((row) => [row["case:concept:name"] ?? "", row]));
    const hours = new Set<string>();
    const steps = [...cases].flatMap(([id, row]) => {
      const [start = "", deadline = "", end = ""] = [row["case:startdate"], row["case:deadline"], row["case:enddate"]];
      const allowed = String((Date.parse(deadline) - Date.parse(start)) / HOUR_MS);
      hours.add(allowed);
      const more = `,,XAR,${allowed},permit`;
      return [`${id},requested,${start}${more}`, ...(end === "" ? [] : [`${id},approved,${end}${more}`])];
    });
    bench.put("sharing_steps.csv", `${STEPS}${steps.join("\n")}\n`);
    bench.put("tiers.csv", `tier,target_hours\n${[...hours].map((each) => `${each},${each}`).join("\n")}\n`);
    await bench.read({}, "2010-10-01");
    store = bench.store;
  });

  it("has 1,434 requests: 105 open, 2 whose end is dated before their start, 377 ended after their deadline", async () => {
    const { context, of } = await figuresOf(store, { first: FIRST, last: "2012-01-22" }, [
      "requests_open_count",
      "requests_received_count",
      "requests_at_end_count",
      "requests_processed_count",
      "requested_to_decided_hours_median",
    ]);
    expect(of("requests_received_count").value).toBe(1434);
    expect(of("requests_open_count").value).toBe(105);
    expect(of("requests_at_end_count").value).toBe(105);
    expect(of("requests_processed_count").value).toBe(1434 - 105 - 2);
    expect(of("requested_to_decided_hours_median").excluded).toContainEqual({ reason: "ended_before_it_began", n: 2 });
    const { durations } = waitingOf(context.requests, TO_DECISION_IN_TARGETS, {}, context.period);
    const late = [...durations.exit].filter((wait, row) => wait > 1 && (durations.cause[row] ?? 0) > 0);
    expect(late).toHaveLength(377);
  });

  it("read at the end of a month, hides from closed cases what Kaplan–Meier covers of the later truth", async () => {
    const end = await openContext(store, { first: FIRST, last: "2012-01-22" }, settings);
    const outcome = [];
    for (const cut of ["2011-01-31", "2011-03-31", "2011-05-31", "2011-07-31", "2011-09-30", "2011-11-30"]) {
      const period = { first: FIRST, last: cut };
      const [later] = survivalQuantiles(waitingOf(end.requests, TO_DECISION, {}, period).curve, [0.5]);
      const { of } = await figuresOf(store, period, [
        "requested_to_decided_hours_median",
        "closed_only_decided_hours_median",
        "closed_only_hidden_hours",
      ]);
      const [median, closed] = [of("requested_to_decided_hours_median"), of("closed_only_decided_hours_median")];
      const truth = later?.time ?? Number.NaN;
      outcome.push({
        cut,
        isTooShort: (closed.value ?? Number.NaN) < truth,
        isHidden: (of("closed_only_hidden_hours").value ?? 0) > 0,
        isCovered: (median.interval?.[0] ?? Number.NaN) <= truth && truth <= (median.interval?.[1] ?? Number.NaN),
      });
    }
    expect(outcome.filter((each) => !(each.isTooShort && each.isHidden && each.isCovered))).toEqual([]);
  });
});

describe.skipIf(missing(folder, "real registers"))("the requests to the city of Toronto, read as requests", () => {
  const dated = missing(folder, "real registers")
    ? []
    : rowsOf("foi-toronto/ca_on_toronto.csv.gz").map((row, line) => {
        return { id: `T${line}`, made: row.date_accepted ?? "", done: row.date ?? "" };
      });
  const steps = dated.flatMap(({ id, made, done }) => [
    ...(made === "" ? [] : [`${id},requested,${made}T12:00:00Z,,XAR,routine,records`]),
    ...(done === "" ? [] : [`${id},approved,${done}T12:00:00Z,,XAR,routine,records`]),
  ]);
  const read = async (year_min: number, year_max: number) => {
    const bench = await Bench.open();
    bench.put("sharing_steps.csv", `${STEPS}${steps.join("\n")}\n`);
    return { bench, summary: await bench.read({ reading: { year_min, year_max } }, "2018-12-31") };
  };
  const outside = (text: string, first: string, last: string) => text !== "" && (text < first || text > last);

  it("have every date before 1990 and after 2100 refused, each with its reason", async () => {
    const { bench, summary } = await read(1990, 2100);
    const isOut = (text: string) => outside(text, "1990-01-01", "2100-12-31");
    expect(dated).toHaveLength(9972);
    // 630 accepted before 1990; the 889 after 2018 are all written 2101 to 3101.
    expect(dated.filter(({ made }) => isOut(made))).toHaveLength(630 + 889);
    const refused = dated.flatMap(({ made, done }) => [made, done]).filter(isOut).length;
    expect(summary).toMatchObject({ rows_read: steps.length, accepted: steps.length - refused, refused });
    expect(await bench.column("SELECT DISTINCT reason FROM refused_row")).toEqual([
      "impossible date: not within 1990 to 2100: at",
    ]);
  });

  it("have 7,825 plausible pairs, 352 of which end before they begin and are counted out", async () => {
    const { bench } = await read(2002, 2018);
    const { of } = await figuresOf(bench.store, { first: "2002-01-01", last: "2018-12-31" }, [
      "processed_days_median",
      "requests_processed_count",
    ]);
    expect(of("requests_processed_count").value).toBe(7825 - 352);
    expect(of("processed_days_median").excluded).toContainEqual({ reason: "ended_before_it_began", n: 352 });
    expect(of("processed_days_median").value).toBe(28);
  });
});
