import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { settingsShape } from "../../data/settings/shape.js";
import { migrate } from "../../data/store/migrate.js";
import { Store } from "../../data/store/store.js";
import { computeFigures, openContext } from "../../reports/metrics/engine.js";
import { metrics } from "../../reports/metrics/index.js";

const REQUESTS = 1_000_000;

/** The most that all metrics may cost, as a ratio to one plain aggregate over the same table. */
const RATIO_MAX = 20;

/** Runs of the plain aggregate, of which the median is taken. */
const PLAIN_RUNS = 3;

const PERIOD = { first: "2026-03-06", last: "2026-06-03" };

/**
 * A million requests of eight partners and three tiers over the ninety days, each with its steps in order, drawn from a hash
 * of its number: waits log-uniform between 20 minutes and 16 days, to the second, so that nearly all differ.
 */
const FILL = `
  INSERT INTO sharing_step
  WITH request AS (
    SELECT i, 'R' || i AS request_id, 'XA' || chr(65 + (hash(i, 1) % 8)::INTEGER) AS partner,
      ['routine', 'priority', 'immediate'][1 + (hash(i, 2) % 3)::INTEGER] AS tier,
      TIMESTAMPTZ '2026-03-06 00:00:00+00' + to_seconds((hash(i, 3) % 7776000)::INTEGER) AS requested_at,
      exp((hash(i, 4) % 1000000) / 1000000.0 * 7.0 + 7.0)::INTEGER AS wait_seconds,
      ['approved', 'approved', 'approved', 'denied', 'withdrawn'][1 + (hash(i, 5) % 5)::INTEGER] AS decision
    FROM range($requests::INTEGER) AS r(i)
  ),
  step AS (
    SELECT *, 'requested' AS name, requested_at AS happened_at FROM request
    UNION ALL SELECT *, 'risk_assessed', requested_at + to_seconds(wait_seconds // 2) FROM request
    UNION ALL SELECT *, decision, requested_at + to_seconds(wait_seconds) FROM request
    UNION ALL SELECT *, 'released', requested_at + to_seconds(wait_seconds + 3600) FROM request WHERE decision = 'approved'
    UNION ALL SELECT *, 'received', requested_at + to_seconds(wait_seconds + 7200) FROM request WHERE decision = 'approved'
  )
  SELECT DATE '-infinity', NULL, request_id, name, happened_at, 'A' || (hash(i, 6) % 40), partner, tier, 'support',
    'AG-' || partner, 'O' || i, 'Guide 4.2', 'Act s. 3'
  FROM step
`;

/** What anybody would write first: the plain median wait by partner and tier, over the same table. */
const PLAIN = `
  SELECT partner, tier, count(*) AS n, median(hours) AS hours, quantile_cont(hours, 0.9) AS hours_90
  FROM (
    SELECT request_id, min(partner) AS partner, min(tier) AS tier,
      epoch(min(happened_at) FILTER (step IN ('approved', 'denied', 'withdrawn'))) / 3600
        - epoch(min(happened_at) FILTER (step = 'requested')) / 3600 AS hours
    FROM sharing_step
    GROUP BY request_id
  )
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

const LEDGER = `
  INSERT INTO file (file_id, path, feed, status, known_from, size_bytes, file_digest, is_terminated, rows_read, accepted,
    duplicate, refused, recovered, unmapped)
  SELECT 1, feed, feed, 'read', '-infinity', 0, '', true, 0, 0, 0, 0, 0, []
  FROM (VALUES ('access'), ('sharing_steps'), ('tiers')) AS feeds(feed)
`;

const KIB = 1024;

/** All metrics over a million requests against one plain aggregate over the same table; memory beside it. */
export async function benchMetrics(): Promise<boolean> {
  const limits = { thread_count: 2, memory_mib: 4096, readable: [] };
  const store = await Store.open(":memory:", mkdtempSync(join(tmpdir(), "spill-")), limits);
  try {
    await migrate(store);
    await store.run(FILL, { requests: REQUESTS });
    await store.run(`INSERT INTO tier VALUES ('-infinity', NULL, 'routine', 240), ('-infinity', NULL, 'priority', 72),
      ('-infinity', NULL, 'immediate', 24)`);
    await store.run(LEDGER);
    const plains: Cost[] = [];
    for (let run = 0; run < PLAIN_RUNS; run++) plains.push(await costOf(() => store.rows(PLAIN, z.unknown())));
    const plain = plains.sort((a, b) => a.processor_ms - b.processor_ms)[Math.floor(PLAIN_RUNS / 2)] ?? NOTHING;
    let figures = 0;
    const all = await costOf(async () => {
      const context = await openContext(store, PERIOD, settingsShape.parse({}));
      figures = (await computeFigures(metrics, context)).length;
    });
    const ratio = all.processor_ms / plain.processor_ms;
    const isMet = ratio < RATIO_MAX;
    process.stdout.write(
      `metrics: ${figures} figures over ${REQUESTS} requests, processor time ${all.processor_ms.toFixed(0)} ms against ${plain.processor_ms.toFixed(0)} ms of one plain aggregate: ratio ${ratio.toFixed(1)} (below ${RATIO_MAX}): ${isMet ? "met" : "missed"}; by the clock ${all.clock_ms.toFixed(0)} against ${plain.clock_ms.toFixed(0)} ms; peak memory of the process ${(process.resourceUsage().maxRSS / KIB).toFixed(0)} MiB\n`,
    );
    return isMet;
  } finally {
    store.close();
  }
}

interface Cost {
  readonly clock_ms: number;
  /** Of all threads: what the work costs, whoever else is on the machine. */
  readonly processor_ms: number;
}

const NOTHING: Cost = { clock_ms: Number.NaN, processor_ms: Number.NaN };

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const processor = process.cpuUsage();
  const clock = performance.now();
  await work();
  const { user, system } = process.cpuUsage(processor);
  return { clock_ms: performance.now() - clock, processor_ms: (user + system) / 1000 };
}
