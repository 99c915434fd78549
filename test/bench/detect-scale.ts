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

/** Seconds of CPU that judging one night takes at each size, features apart: the second of two nights, so that it is warm. */
export async function benchScale(say: (text: string) => void): Promise<void> {
  for (const actors of SIZES) {
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
      let [cpu, wall] = [0, 0];
      for (let round = 0; round < 2; round++) {
        const [start, before] = [performance.now(), process.cpuUsage()];
        await detect(store, TONIGHT, detectors, settings);
        await calibrate(store, TONIGHT, detectors, settings);
        await combine(store, TONIGHT, detectors, settings);
        await flag(store, TONIGHT, detectors, settings);
        const { user, system } = process.cpuUsage(before);
        [cpu, wall] = [(user + system) / 1e6, (performance.now() - start) / 1e3];
      }
      const each = ((cpu / actors) * 1e3).toFixed(2);
      say(
        `  ${String(actors).padStart(6)} actors: ${cpu.toFixed(1)} s of CPU, ${wall.toFixed(1)} s, ${each} ms of CPU an actor\n`,
      );
    } finally {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
