import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addDays, type Day } from "../../../data/days.js";
import { loadSettings } from "../../../data/settings/load.js";
import { hashUniform } from "../../../data/statistics/hash-uniform.js";
import { detectors } from "../../../detectors/index.js";
import { ingest } from "../../../pipeline/ingest/ingest.js";
import { judgeNight } from "../../../pipeline/night.js";
import { buildFeatures } from "../../../pipeline/stages/features.js";
import { renderNight } from "../../../pipeline/stages/render.js";
import { newFolder } from "../../folder.js";
import { openMemory } from "../../store.js";

/** The night of these worlds, a Thursday, after 17 days of log. */
export const NIGHT: Day = "2026-03-26";
const DAYS = Array.from({ length: 18 }, (_, i) => addDays(NIGHT, i - 17));

/** How many actors do far more tonight than ever before. */
export const SURGING = 12;

const uniform = (...key: (string | number)[]) => hashUniform(key.map(String));

/** A text of a kind (actor, object, marking …) by number. */
export type Namer = (kind: string, index: number) => string;

export const plain: Namer = (kind, index) =>
  kind === "marking"
    ? "SECRET//REL TO XHM, XAR"
    : kind === "partner"
      ? "XAR"
      : `${kind}-${String(index).padStart(3, "0")}`;

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** Writes every feed of a small world, each text field through `name`; the first SURGING actors download a lot tonight. */
export function writeFeeds(actors: number, name: Namer = plain): string {
  const feeds = realpathSync(newFolder());
  mkdirSync(join(feeds, "access"));
  const put = (file: string, rows: readonly object[]) => writeFileSync(join(feeds, `${file}.jsonl`), lines(rows));
  const events = DAYS.flatMap((day) =>
    Array.from({ length: actors }, (_, actor) => {
      const isSurge = day === NIGHT && actor < SURGING;
      const count = isSurge ? 50 + 4 * actor : 3 + Math.floor(3 * uniform(day, actor));
      return Array.from({ length: count }, (_, i) => ({
        event_id: `${name("event", actor)} ${day} ${i}`,
        event_time: `${day}T${String(8 + Math.floor((9 * i) / count)).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}:00Z`,
        source: name("source", actor % 3),
        actor_id: name("actor", actor),
        action: isSurge ? "download" : "view",
        outcome: "success",
        object_id: name("object", (actor + i) % actors),
        collection: name("collection", actor % 5),
        marking: name("marking", (actor + i) % actors),
        partner: i === 0 ? name("partner", actor) : null,
        request_id: i === 1 ? name("request", actor) : null,
        client_ip: name("address", actor),
        site: name("site", actor),
        channel: name("channel", actor),
      }));
    }).flat(),
  );
  writeFileSync(join(feeds, "access", "events.jsonl"), lines(events));
  const each = <T>(row: (index: number) => T) => Array.from({ length: actors }, (_, index) => row(index));
  put(
    "actors",
    each((i) => ({
      actor_id: name("actor", i),
      kind: "person",
      nation: name("nation", i % 2),
      unit: name("unit", i % 4),
      role: name("role", i % 3),
      clearance: name("clearance", i),
      time_zone: "UTC",
    })),
  );
  put(
    "objects",
    each((i) => ({
      object_id: name("object", i),
      collection: name("collection", i % 5),
      originator: name("originator", i),
      marking: name("marking", i),
    })),
  );
  put(
    "agreements",
    each((i) => ({
      agreement_id: name("agreement", i),
      partner: name("partner", i),
      max_classification: name("class", i),
      collections: name("collection", i % 5),
      contact: name("contact", i),
      valid_from: "2025-01-01",
      valid_to: "2027-01-01",
    })),
  );
  put(
    "entitlements",
    each((i) => ({ actor_id: name("actor", i), collection: name("collection", i % 5), granted_at: "2025-06-01" })),
  );
  put(
    "sharing_steps",
    each((i) => ({
      request_id: name("request", i),
      step: "requested",
      at: "2026-03-01T09:00:00Z",
      actor_id: name("actor", i),
      partner: name("partner", i),
      tier: name("tier", i),
      purpose: name("purpose", i),
      rule: name("rule", i),
      legal_basis: name("basis", i),
    })),
  );
  put(
    "dispositions",
    each((i) => ({
      flag_id: name("flag", i),
      decided_at: "2026-03-20T09:00:00Z",
      reviewer: name("reviewer", i),
      disposition: name("disposition", i),
      reason: name("reason", i),
    })),
  );
  put(
    "calendar",
    each((i) => ({ nation: name("nation", i % 2), date: "2026-03-01", name: name("holiday", i) })),
  );
  return feeds;
}

/** The files of the night, from a folder of feeds through every stage; without the earlier nights that calibrate it. */
export async function runNight(feeds: string): Promise<ReadonlyMap<string, string>> {
  const tmp = realpathSync(newFolder());
  const store = await openMemory([feeds, tmp]);
  const loaded = loadSettings(null, feeds);
  await ingest(store, { feeds, night: NIGHT, settings: loaded.settings, tmp, onProgress: () => {} });
  await buildFeatures(store, loaded.settings);
  await judgeNight({ store, settings: loaded.settings, detectors }, NIGHT);
  const { files } = await renderNight(store, NIGHT, loaded, "0.0.0");
  store.close();
  return new Map(files.map(({ name, content }) => [name, content]));
}
