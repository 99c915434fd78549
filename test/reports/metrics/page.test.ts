import { parse } from "parse5";
import { describe, expect, it } from "vitest";
import { settingsShape } from "../../../data/settings/shape.js";
import type { Store } from "../../../data/store/store.js";
import { measure } from "../../../pipeline/stages/measure.js";
import { nightWords, renderOversight } from "../../../pipeline/stages/render-oversight.js";
import { periodOf } from "../../../reports/metrics/engine.js";
import { NIGHT, step, worldOf } from "./world.js";

const ORIGIN = {
  home: { nation: "XHM", time_zone: "UTC" },
  marking: "OFFICIAL",
  version: "0.0.0",
  settings_digest: "s".repeat(64),
  feeds_digest: "f".repeat(64),
};

const TIERS = [{ tier: "routine", target_hours: 72 }];

async function published(store: Store): Promise<Readonly<Record<string, string>>> {
  const measured = await measure(store, periodOf(NIGHT), settingsShape.parse({}));
  const files = renderOversight(measured, ORIGIN, nightWords(NIGHT));
  return Object.fromEntries(files.map(({ name, content }) => [name, content]));
}

/** Twenty requests of two partners, a day apart, decided after 10, 20 … 200 hours. */
const steps = (partner: string, other: string) =>
  Array.from({ length: 20 }, (_, index) => {
    const at = Date.parse("2026-04-01T00:00:00Z") + index * 86_400_000;
    const more = { partner: index % 2 === 0 ? partner : other };
    const instant = (hours: number) => new Date(at + hours * 3_600_000).toISOString();
    return [
      step(`R${index}`, "requested", instant(0), more),
      step(`R${index}`, "approved", instant((index + 1) * 10), more),
    ];
  }).flat();

/** Names that would break out of HTML, SVG, CSV, a terminal or the direction of a line; and a very long one. */
const HOSTILE = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  "=cmd|' /C calc'!A0",
  "\u202Egnp.exe",
  "</svg><style>*{display:none}</style>",
  "N".repeat(10_000),
] as const;

describe("metrics.json", () => {
  it("has the contract's fields and no others", async () => {
    const { "metrics.json": text = "" } = await published(
      await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS }),
    );
    const json = JSON.parse(text);
    expect(Object.keys(json)).toEqual(["night", "period", "metrics"]);
    expect(json.night).toBe(NIGHT);
    for (const metric of json.metrics)
      expect(Object.keys(metric)).toEqual([
        "id",
        "title",
        "slice",
        "period",
        "n",
        "excluded",
        "value",
        "unit",
        "interval",
        "method",
        "target",
        "verdict",
      ]);
  });

  it("and the page have the same bytes for the same feeds, whatever the order of the rows", async () => {
    const rows = steps("XAR", "XBE");
    const first = await published(await worldOf({ sharing_step: rows, tier: TIERS }));
    const second = await published(await worldOf({ sharing_step: rows.toReversed(), tier: TIERS }));
    expect(second).toEqual(first);
  });

  it("is what the store keeps, to twelve digits", async () => {
    const store = await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS });
    const { "metrics.json": text = "" } = await published(store);
    const kept = await store.columns("SELECT value FROM metric_value ORDER BY position");
    const printed: (number | null)[] = JSON.parse(text).metrics.map(({ value }: { value: number | null }) => value);
    expect(
      [...(kept.value ?? [])].map((value) => (Number.isNaN(value) ? null : Number(value.toPrecision(12)))),
    ).toEqual(printed);
  });
});

describe("oversight.html", () => {
  it("prints the figures of metrics.json", async () => {
    const files = await published(await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS }));
    const { "metrics.json": text = "", "oversight.html": html = "" } = files;
    const all = JSON.parse(text).metrics;
    const printedValue = (id: string) => all.find((metric: { id: string }) => metric.id === id).value;
    // Twenty waits of 10 … 200 h: the middle of the tenth and eleventh.
    expect(printedValue("requested_to_decided_hours_median")).toBe(105);
    expect(html).toContain('<span class="value">105 h</span>');
    // Seven of twenty within 72 h; Kaplan–Meier without open requests is the plain share.
    expect(printedValue("decided_within_target_share")).toBeCloseTo(7 / 20, 12);
    expect(html).toContain('<span class="value">35 %</span>');
  });

  it("says which feeds are absent, and that what needs them was not assessed", async () => {
    const { "oversight.html": html = "" } = await published(
      await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS }),
    );
    expect(html).toContain("not assessed: no incidents feed");
    expect(html).toMatch(/<strong>No [a-z_, ]*incidents[a-z_, ]* feed:<\/strong>/);
    expect(html).not.toContain("no sharing_steps feed");
  });

  it("names a target that is missed on its first page", async () => {
    const { "oversight.html": html = "" } = await published(
      await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS }),
    );
    const list = html.slice(html.indexOf("What misses its target"), html.indexOf("What cannot be told"));
    expect(list).toContain("Decided within the target of their tier");
    expect(list).toContain("target 90 %");
  });

  it("never ranks partners: they stand in the order of their names", async () => {
    const { "oversight.html": html = "" } = await published(
      await worldOf({ sharing_step: steps("XZZ", "XAA"), tier: TIERS }),
    );
    const table = html.slice(html.indexOf("Each partner: how fast"));
    expect(table.indexOf("XAA")).toBeLessThan(table.indexOf("XZZ"));
  });

  it.each(HOSTILE.map((name) => [name.slice(0, 24), name]))("a partner called %s stays text", async (_shown, name) => {
    const plain = await published(await worldOf({ sharing_step: steps("XAR", "XBE"), tier: TIERS }));
    const hostile = await published(await worldOf({ sharing_step: steps(name, "XBE"), tier: TIERS }));
    const html = hostile["oversight.html"] ?? "";
    expect(elementsOf(html)).toEqual(elementsOf(plain["oversight.html"] ?? ""));
    expect(html).not.toContain("\u202E");
    expect(html.length).toBeLessThan(2 * (plain["oversight.html"] ?? "").length);
    expect(
      JSON.parse(hostile["metrics.json"] ?? "").metrics.some(
        (metric: { slice: { partner?: string } }) => metric.slice.partner === name,
      ),
    ).toBe(true);
  });
});

/** The names of elements that could act, and how many there are of each. */
function elementsOf(html: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const walk = (node: unknown): void => {
    const { nodeName, attrs, childNodes } = node as {
      nodeName: string;
      attrs?: { name: string }[];
      childNodes?: unknown[];
    };
    if (["script", "style", "img", "iframe", "object", "link", "form"].includes(nodeName))
      counts[nodeName] = (counts[nodeName] ?? 0) + 1;
    for (const { name } of attrs ?? []) if (/^on|^style$/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
    for (const child of childNodes ?? []) walk(child);
  };
  walk(parse(html));
  return counts;
}
