import { mkdir, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { migrate } from "../../data/store/migrate.js";
import { Store, type StoreLimits } from "../../data/store/store.js";
import { type IngestOptions, ingest } from "./ingest.js";
import type { IngestSummary } from "./summary.js";

/**
 * What reading the feeds would come to in a store of its own: nothing is written but temporary copies, which are removed.
 * It reads everything, since it knows nothing of what another store has read.
 */
export async function previewFeeds(
  options: IngestOptions,
  limits: Pick<StoreLimits, "thread_count" | "memory_mib">,
): Promise<IngestSummary> {
  const tmp = await realpath(options.tmp);
  const spill = join(tmp, "preview-spill");
  await mkdir(spill, { mode: 0o700 });
  const store = await Store.open(":memory:", spill, { ...limits, readable: [await realpath(options.feeds), tmp] });
  try {
    await migrate(store);
    return await ingest(store, options);
  } finally {
    store.close();
    await rm(spill, { recursive: true, force: true });
  }
}
