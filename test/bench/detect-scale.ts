import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsShape } from "../../data/settings/shape.js";
import { migrate } from "../../data/store/migrate.js";
import { Store } from "../../data/store/store.js";
import { detectors } from "../../detectors/index.js";
import { calibrate } from "../../pipeline/stages/calibrate.js";
import { combine } from "../../pipeline/stages/combine.js";
import { detect } from "../../pipeline/stages/detect.js";
import { buildFeatures } from "../../pipeline/stages/features.js";
import { flag } from "../../pipeline/stages/flags.js";

/** Actors of an agency, of a ministry, of an alliance. */
const SIZES = [240, 2_400, 24_000] as const;

/** Nights of history: enough for every detector of actors to have an opinion. */
const NIGHTS = 30;
const ACTS_A_NIGHT = 8;
/** The first rounds warm the engine and the compiler up, as a year of nights does; of the largest size one is long enough. */
const ROUNDS: Readonly<Record<(typeof SIZES)[number], number>> = { 240: 4, 2400: 2, 24000: 1 };
const TONIGHT = "2026-03-31";

/** Everybody acts every night, eight times between eight and sixteen, on objects and collections drawn by hash. */
const EVENTS = /* sql */ `
  INSERT INTO event
  SELECT
    'portal',
    concat('e', a, '-', d, '-', k),
    ($tonight::DATE - d::INTEGER)::TIMESTAMPTZ + to_seconds(28800 + 3600 * k + hash(a, d, k, 1) % 3600),
    $tonight::DATE - d::INTEGER,
    row_number() OVER (ORDER BY d DESC, k, a),
    concat('A', a),
    CASE hash(a, d, k, 2) % 12 WHEN 0 THEN 'print' WHEN 1 THEN 'download' WHEN 2 THEN 'download' ELSE 'view' END,
    CASE WHEN hash(a, d, k, 3) % 100 = 0 THEN 'denied' ELSE 'success' END,
    concat('OBJ-', hash(a, d, k, 4) % 5000),
    concat('C', (a + hash(a, d, k, 5) % 3) % 20),
    'SECRET//REL TO XHM, XAR',
    NULL, NULL, 1000 + hash(a, d, k, 6) % 100000, concat('10.0.', a // 250, '.', a % 250), concat('S', a % 5), 'tls1.3', 1, false
  FROM range($actors::BIGINT) AS people(a), range($nights::BIGINT) AS days(d), range($acts::BIGINT) AS acts(k)
`;

const ACTORS = /* sql */ `
  INSERT INTO actor (known_from, actor_id, kind, nation, unit, role, time_zone)
  SELECT DATE '2026-01-01', concat('A', a), 'person', CASE a % 4 WHEN 0 THEN 'XAR' ELSE 'XHM' END, concat('U', a % 24),
    concat('role', a % 6), 'UTC'
  FROM range($actors::BIGINT) AS people(a)
`;

const TOUCH = /* sql */ `INSERT INTO touched_day SELECT $tonight::DATE, day FROM (SELECT DISTINCT day FROM event)`;

/** Characters of a column at least. */
const CELL = 6;

/** The stages of judging, features apart. */
const STAGES = { detect, calibrate, combine, flag } as const;

/**
 * Seconds of CPU that judging one night takes at each size, stage by stage, with features and ingest apart: the last of a few
 * rounds of the same night, so that it is warm; and how the whole grows against the number of actors (1 is linear).
 */
export async function benchScale(say: (text: string) => void): Promise<void> {
  const head = ["actors", ...Object.keys(STAGES), "all, s of CPU", "wall, s", "ms of CPU an actor", "growth"];
  const line = (cells: readonly string[]) =>
    say(`  ${cells.map((cell, i) => cell.padStart(Math.max(head[i]?.length ?? 0, CELL))).join("  ")}\n`);
  line(head);
  let before: { readonly actors: number; readonly cpu: number } | null = null;
  for (const actors of SIZES) {
    const { stages, wall } = await judgeNight(actors);
    const cpu = stages.reduce((sum, seconds) => sum + seconds, 0);
    const growth = before === null ? "" : (cpu / before.cpu / (actors / before.actors)).toFixed(2);
    const each = ((cpu / actors) * 1e3).toFixed(2);
    line([String(actors), ...[...stages, cpu, wall].map((seconds) => seconds.toFixed(2)), each, growth]);
    before = { actors, cpu };
  }
}

async function judgeNight(
  actors: (typeof SIZES)[number],
): Promise<{ readonly stages: readonly number[]; readonly wall: number }> {
  const folder = mkdtempSync(join(tmpdir(), "sharewatch-bench-"));
  const limits = { thread_count: 2, memory_mib: 8192, readable: [] };
  const store = await Store.open(join(folder, "store.duckdb"), join(folder, "spill"), limits);
  try {
    await migrate(store);
    await store.run(EVENTS, { tonight: TONIGHT, actors, nights: NIGHTS, acts: ACTS_A_NIGHT });
    await store.run(ACTORS, { actors });
    await store.run(TOUCH, { tonight: TONIGHT });
    const settings = settingsShape.parse({});
    await buildFeatures(store, settings);
    let stages: number[] = [];
    let wall = 0;
    for (let round = 0; round < ROUNDS[actors]; round++) {
      stages = [];
      const start = performance.now();
      for (const stage of Object.values(STAGES)) {
        const before = process.cpuUsage();
        await stage(store, TONIGHT, detectors, settings);
        const { user, system } = process.cpuUsage(before);
        stages.push((user + system) / 1e6);
      }
      wall = (performance.now() - start) / 1e3;
    }
    return { stages, wall };
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
