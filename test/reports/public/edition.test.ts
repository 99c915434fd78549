import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadSettings } from "../../../data/settings/load.js";
import { migrate } from "../../../data/store/migrate.js";
import { Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { reportPeriod } from "../../../pipeline/cli/period.js";
import { markPublished } from "../../../pipeline/nights.js";
import { report } from "../../../pipeline/report.js";
import { publicEdition, publicEditionOf } from "../../../pipeline/stages/public-edition.js";
import { renderPublic } from "../../../pipeline/stages/render-public.js";
import { VERSION } from "../../../pipeline/version.js";
import { computeFigures, openContext } from "../../../reports/metrics/engine.js";
import { metrics } from "../../../reports/metrics/index.js";
import { editionText, isEdition, readEdition, sliceText } from "../../../reports/public/edition.js";
import type { PublicContent } from "../../../reports/public/figure.js";
import { completedPeriod } from "../../../reports/public/period.js";
import { newWorkspace } from "../../folder.js";
import { fill } from "../metrics/world.js";
import { editionOn, filesOn, NIGHT, publicFeeds, publicWorld, QUARTER, requests, settingsOf } from "./world.js";

const LATE = { known_from: "2026-04-10" };

const isUntold = ({ suppressed, missing_feed }: PublicContent) => suppressed === null && missing_feed === null;

describe("a public edition", () => {
  it("is about the last calendar period that is over", () => {
    expect(completedPeriod("quarter", "2026-03-30")).toEqual({
      first: "2025-10-01",
      last: "2025-12-31",
      words: "quarter 4 of 2025",
    });
    expect(completedPeriod("quarter", "2026-03-31")).toMatchObject(QUARTER);
    expect(completedPeriod("month", "2026-03-01")).toEqual({
      first: "2026-02-01",
      last: "2026-02-28",
      words: "February 2026",
    });
    expect(completedPeriod("year", "2026-12-31")).toEqual({ first: "2026-01-01", last: "2026-12-31", words: "2026" });
    expect(completedPeriod("year", "2026-12-30").last).toBe("2025-12-31");
  });

  it("has the same bytes on every night until the next period is over", async () => {
    const store = await publicWorld({ count: 400 });
    const first = await filesOn(store, QUARTER.last);
    for (const night of ["2026-04-01", NIGHT, "2026-06-29"]) expect(await filesOn(store, night)).toEqual(first);
    expect((await filesOn(store, "2026-06-30")).json).not.toBe(first.json);
  });

  it("is not moved by what becomes known later, nor by other settings: it was published", async () => {
    const store = await publicWorld({ count: 400 });
    const first = await filesOn(store, NIGHT);
    await insertRows(
      store,
      "sharing_step",
      requests({ count: 90, prefix: "L" }).map((row) => ({ ...row, ...LATE })),
    );
    const bolder = settingsOf({ threshold: 3, count_base: 1, partners: ["XAR"] });
    expect(await filesOn(store, NIGHT, bolder)).toEqual(first);
  });

  it("is the same in a workspace that knew of later steps already, for they were not known on its night", async () => {
    const early = await publicWorld({ count: 400 });
    const late = await publicWorld({ count: 400 });
    await insertRows(
      late,
      "sharing_step",
      requests({ count: 90, prefix: "L" }).map((row) => ({ ...row, ...LATE })),
    );
    expect(await filesOn(late, NIGHT)).toEqual(await filesOn(early, NIGHT));
  });

  it("is kept as it can be read again", async () => {
    const edition = await editionOn(await publicWorld({ count: 400, partners: ["XAR", "XBE", "XDO"] }), NIGHT);
    const text = editionText(edition);
    expect(JSON.parse(editionText(readEdition(text)))).toEqual(JSON.parse(text));
  });

  it("reconciles with the metrics of its period: each figure is theirs, rounded, or said to be hidden", async () => {
    const settings = settingsOf({ partners: ["XAR", "XBE"] });
    const store = await publicWorld({ count: 400 });
    const { figures } = await editionOn(store, NIGHT, settings);
    const measured = await computeFigures(metrics, await openContext(store, QUARTER, settings));
    let compared = 0;
    for (const { id, content } of figures) {
      const slice = sliceText(content.slice);
      if (Object.values(slice).includes("all others")) continue;
      const own = measured.find(
        ({ figure }) => figure.id === id && JSON.stringify(figure.slice) === JSON.stringify(slice),
      );
      expect(own?.missing_feed ?? null).toBe(content.missing_feed);
      const value = own?.figure.value ?? null;
      // Neither hidden nor without its feed: there was nothing to count.
      if (content.value === null) expect(isUntold(content) ? (value ?? 0) : 0).toBe(0);
      else {
        expect(Math.abs(content.value - (value ?? Number.NaN))).toBeLessThanOrEqual(content.base / 2 + 1e-9);
        expect(content.verdict).toBe(own?.figure.verdict);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(10);
  });
});

describe("the report of a period", () => {
  const effects = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };

  it("of the public calendar has the files of the nights after it; of any other it says why not", async () => {
    const workspace = newWorkspace();
    const loaded = loadSettings(null, null);
    const limits = { thread_count: 2, memory_mib: 2048, readable: [] };
    const store = await Store.open(workspace.store, workspace.spill, limits);
    await migrate(store);
    await fill(store, publicFeeds({ count: 400 }));
    for (const night of ["2026-02-28", QUARTER.last, NIGHT])
      await markPublished(store, night, { settings_digest: "", code_version: "" });
    store.close();
    const written = async (name: string) => {
      await report({ workspace, loaded, period: reportPeriod(name) }, effects);
      const content = (file: string) => readFileSync(join(workspace.reports, name, file), "utf8");
      return { html: content("public.html"), json: content("public-metrics.json") };
    };
    const settings = settingsOf();
    const nightly = await publicWorld({ count: 400 });
    const told = await publicEdition(nightly, NIGHT, settings, VERSION);
    const files = renderPublic(told, NIGHT, settings).map(({ content }) => content);
    const { html, json } = await written("2026-Q1");
    expect([json, html]).toEqual(files);
    expect(JSON.parse(json).period).toEqual(QUARTER);
    expect(JSON.parse((await written("2026-02")).json).nothing_yet).toContain("published by the quarter alone");
    expect(JSON.parse((await written("2026")).json).period).toBeNull();
  });
});

describe("nothing is published", () => {
  const reasonOn = async (store: Awaited<ReturnType<typeof publicWorld>>, night: string, settings = settingsOf()) =>
    JSON.parse((await filesOn(store, night, settings)).json).nothing_yet;

  it("before a period is over", async () => {
    const store = await publicWorld({ count: 400 });
    expect(await reasonOn(store, "2026-03-30")).toContain("The last period that is over, quarter 4 of 2025");
  });

  it("of a period that the records do not cover", async () => {
    const begun = { source: "portal", day: "2026-01-02", hour_at: "2026-01-02T08:00:00Z", event_count: 1 };
    const store = await publicWorld({ count: 400, feeds: { source_hour: [begun] } });
    expect(await reasonOn(store, NIGHT)).toContain("the records begin only on 2 January 2026");
  });

  it("of a period that was over when the first record was read", async () => {
    const store = await publicWorld({ count: 400 });
    await store.run("UPDATE file SET known_from = DATE '2026-04-02'");
    expect(await reasonOn(store, NIGHT)).toContain("first read on the night of 2 April 2026");
  });

  it("where nothing was read at all", async () => {
    const store = await publicWorld({ count: 400, feeds: { source_hour: [] } });
    expect(await reasonOn(store, NIGHT)).toBe("No record has been read.");
  });

  it("of a quarter of which a month was published, nor of a month of a published quarter", async () => {
    const store = await publicWorld({ count: 400 });
    await editionOn(store, "2026-02-28", settingsOf({ period: "month" }));
    expect(await reasonOn(store, NIGHT)).toContain("published before, in periods of another length");
    const other = await publicWorld({ count: 400 });
    await editionOn(other, NIGHT);
    expect(await reasonOn(other, NIGHT, settingsOf({ period: "month" }))).toContain("of another length");
  });

  it("by a report of a period that is none of the calendar's, or is not over", async () => {
    const store = await publicWorld({ count: 400 });
    const options = { night: NIGHT, settings: settingsOf(), version: "0.0.0" };
    const month = await publicEditionOf(store, { first: "2026-02-01", last: "2026-02-28" }, options);
    expect(month).toEqual({ nothing_yet: expect.stringContaining("published by the quarter alone") });
    const next = await publicEditionOf(store, { first: "2026-04-01", last: "2026-06-30" }, options);
    expect(next).toEqual({ nothing_yet: expect.stringContaining("The period is not over") });
    expect(isEdition(await publicEditionOf(store, QUARTER, options))).toBe(true);
  });
});

describe("successive editions", () => {
  it("share no day, so that no two of them have a difference to be taken", async () => {
    const store = await publicWorld({ count: 400, days: 270 });
    const calendars = ["quarter", "month", "year", "month", "quarter", "month"] as const;
    const nights = ["2026-03-31", "2026-05-31", "2026-12-31", "2026-06-30", "2026-09-30", "2026-09-30"];
    const published: { first: string; last: string }[] = [];
    for (const [index, night] of nights.entries()) {
      const { json } = await filesOn(store, night, settingsOf({ period: calendars[index] }));
      const { period } = JSON.parse(json);
      if (period !== null) published.push(period);
    }
    const different = [...new Map(published.map((one) => [one.first, one])).values()];
    expect(different.length).toBeGreaterThanOrEqual(3);
    const inOrder = different.toSorted((a, b) => (a.first < b.first ? -1 : 1));
    for (const [index, { last }] of inOrder.entries()) {
      const next = inOrder[index + 1];
      if (next !== undefined) expect(last < next.first).toBe(true);
    }
  });
});
