import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse as parseCsv } from "csv-parse/sync";
import { parse } from "parse5";
import { beforeAll, describe, expect, it } from "vitest";
import { loadSettings } from "../../../data/settings/load.js";
import { buildFeatures } from "../../../pipeline/stages/features.js";
import { guiltyWords } from "../../../reports/border/words.js";
import { Bench } from "../../ingest/reading.js";
import { smallWorld } from "../../world.js";
import { HOSTILE } from "../hostile.js";
import { step } from "../metrics/world.js";
import { filesOn, NIGHT, publicWorld, QUARTER } from "./world.js";

/** Characters and elements of a document, whatever they say. */
function elementsOf(html: string): string[] {
  const names: string[] = [];
  const walk = (node: unknown): void => {
    const { nodeName, childNodes } = node as { nodeName: string; childNodes?: unknown[] };
    if (!nodeName.startsWith("#")) names.push(nodeName);
    for (const child of childNodes ?? []) walk(child);
  };
  walk(parse(html));
  return names;
}

describe("hostile text in any column of any feed", () => {
  const START = Date.parse(`${QUARTER.first}T00:00:00Z`);
  const known = { known_from: "-infinity" };

  /** Every text of every feed that the figures rest on is one of the names. */
  const feedsOf = (name: (index: number) => string) => {
    const all = Array.from({ length: 200 }, (_, index) => index);
    return {
      sharing_step: all.flatMap((index) => {
        const at = (hours: number) => new Date(START + (index % 80) * 86_400_000 + hours * 3_600_000).toISOString();
        const own = {
          partner: name(index),
          tier: name(index + 1),
          purpose: name(index + 2),
          actor_id: name(index + 3),
        };
        const more = { ...own, agreement_id: name(index + 4), object_id: name(index + 5), rule: name(index + 6) };
        const id = `${name(index)}${index}`;
        return [step(id, "requested", at(0), more), step(id, "approved", at(5 + (index % 50)), more)];
      }),
      tier: all.slice(0, 40).map((index) => ({ tier: name(index), target_hours: 30 })),
      actor: all.map((index) => ({
        ...{
          actor_id: `${name(index + 3)}`,
          kind: "person",
          nation: name(index),
          unit: name(index),
          role: name(index),
        },
        ...{ clearance: name(index), time_zone: "UTC", ...known },
      })),
      agreement: all.slice(0, 40).map((index) => ({ agreement_id: `${name(index)}${index}`, partner: name(index) })),
      incident: all.slice(0, 40).map((index) => ({
        ...{ incident_id: `${name(index)}${index}`, kind: name(index), partner: name(index) },
        ...{ occurred_at: `${QUARTER.first}T10:00:00Z`, detected_at: `${QUARTER.first}T12:00:00Z` },
      })),
      source_hour: [
        { source: name(0), day: QUARTER.first, hour_at: `${QUARTER.first}T08:00:00Z`, event_count: 1 },
        { source: name(1), day: QUARTER.last, hour_at: `${QUARTER.last}T08:00:00Z`, event_count: 1 },
      ],
    };
  };

  it("never reaches the public files: they have the same bytes whatever the names", async () => {
    const plain = await filesOn(await publicWorld({ count: 1, feeds: feedsOf((index) => `n${index % 60}`) }), NIGHT);
    const hostile = await filesOn(
      await publicWorld({ count: 1, feeds: feedsOf((index) => HOSTILE[index % 60] ?? "") }),
      NIGHT,
    );
    expect(JSON.parse(plain.json)).toMatchObject({ period: QUARTER, metrics: { 0: { value: 200 } } });
    expect(hostile).toEqual(plain);
  });

  it("is not there either where it takes the names of tiers that may be told", async () => {
    const { html, json } = await filesOn(
      await publicWorld({ count: 300, tiers: ["routine", "ROUTINE", "routine ", "<b>routine</b>", "all others"] }),
      NIGHT,
    );
    const tiers = new Set(JSON.parse(json).metrics.map(({ slice }: { slice: { tier?: string } }) => slice.tier));
    expect(tiers).toEqual(new Set([undefined, "routine", "priority", "all others"]));
    expect(elementsOf(html)).not.toContain("b");
  });
});

describe("the public files of the small sample", () => {
  const ids = new Set<string>();
  let json = "";
  let html = "";

  beforeAll(async () => {
    const { feeds } = await smallWorld((all) => all.filter((day) => day <= "2026-02-04" || day >= "2026-03-29"));
    const loaded = loadSettings(null, feeds);
    const bench = await Bench.open(feeds);
    await bench.read(loaded.settings, "2026-03-20");
    await buildFeatures(bench.store, loaded.settings);
    ({ json, html } = await filesOn(bench.store, "2026-04-01", loaded.settings));
    for (const entry of readdirSync(feeds, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!/\.csv(\.gz)?$/.test(entry.name)) continue;
      const bytes = readFileSync(path);
      const text = (entry.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
      const rows: readonly Record<string, string>[] = parseCsv(text, { columns: true });
      for (const row of rows)
        for (const [column, cell] of Object.entries(row))
          if (IDENTIFYING.has(column)) for (const one of cell.split(";")) ids.add(one);
    }
    ids.delete("");
  });

  /** Columns that name a person, a thing, a body of material, a nation, a place, a rule or a marking. */
  const IDENTIFYING = new Set([
    ...[
      "actor_id",
      "object_id",
      "request_id",
      "agreement_id",
      "obligation_id",
      "incident_id",
      "exercise_id",
      "event_id",
    ],
    ...[
      "recommendation_id",
      "flag_id",
      "collection",
      "collections",
      "unit",
      "nation",
      "partner",
      "originator",
      "owed_by",
    ],
    ...["marking", "max_classification", "clearance", "contact", "rule", "legal_basis", "purpose", "client_ip", "site"],
    ...["made_by", "about", "evidence", "what", "playbook"],
  ]);

  it("are of a whole month, with figures", () => {
    const { period, metrics } = JSON.parse(json);
    expect(period).toEqual({ first: "2026-03-01", last: "2026-03-31" });
    expect(metrics.filter(({ value }: { value: number | null }) => value !== null).length).toBeGreaterThan(10);
  });

  it("hold none of the ids, names, places, markings and rules of the feeds", () => {
    expect(ids.size).toBeGreaterThan(5000);
    const words = new Set(`${json} ${html}`.split(/[\s"'<>(),;:]+/));
    const found = [...ids].filter((id) =>
      /^[\w.-]+$/.test(id) ? words.has(id) : json.includes(id) || html.includes(id),
    );
    expect(found).toEqual([]);
  });

  it("speak of nobody's guilt", () => {
    expect(guiltyWords(html.replace(/<style>[\s\S]*?<\/style>/g, ""))).toEqual([]);
  });
});
