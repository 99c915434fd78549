import { mkdtemp, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { readAccess } from "./read-access.js";
import { readFeeds } from "./read-feeds.js";
import type { Reading } from "./reading.js";
import { Seals } from "./seals.js";
import type { IngestSettings } from "./settings.js";
import { type IngestSummary, summarised } from "./summary.js";

export interface IngestOptions {
  /** Folder of the feeds. */
  readonly feeds: string;
  /** The night that first knows what is read, `2026-05-01`. */
  readonly night: string;
  readonly settings: IngestSettings;
  /** An existing folder for temporary copies, among the store's readable ones. */
  readonly tmp: string;
  readonly onProgress?: (step: string, done: number, total: number) => void;
}

/** What was staged last would otherwise be held until the store closes. */
const DROP_SCRATCH = ["DROP TABLE IF EXISTS staged", "DROP TABLE IF EXISTS repeat"];
const NEAR_IDENTICAL = /* sql */ `
  SELECT list_sort(list(actor_id)) AS spellings FROM known_actor
  GROUP BY lower(actor_id) HAVING count(*) > 1 ORDER BY spellings
`;

const LAST_FILE = /* sql */ `SELECT coalesce(max(file_id), 0) AS file_id FROM file`;
const REFUSALS = /* sql */ `
  SELECT f.path, r.reason, count(*) AS row_count, min(r.line) AS first_line
  FROM refused_row r JOIN file f ON f.file_id = r.file_id
  WHERE f.file_id > $file_id::INTEGER GROUP BY f.path, r.reason ORDER BY f.path, first_line, r.reason
`;
const refusal = z.object({ path: z.string(), reason: z.string(), row_count: z.number(), first_line: z.number() });

/**
 * Reads whatever is new in the feeds into the store, and says what it came to.
 *
 * The same feeds give the same store whenever and however often they are read; bad data is counted, never thrown.
 *
 * @throws PipelineError `format_unknown` where the settings name a format that there is not
 */
export async function ingest(store: Store, options: IngestOptions): Promise<IngestSummary> {
  const tmp = await mkdtemp(join(await realpath(options.tmp), "reading-"));
  const seals = await Seals.load(store, tmp);
  const reading: Reading = {
    feeds: await realpath(options.feeds),
    night: options.night,
    settings: options.settings,
    seals,
    tmp,
    progress: options.onProgress ?? (() => undefined),
  };
  try {
    const before = await store.row(LAST_FILE, z.object({ file_id: z.number() }));
    const feeds = await readFeeds(store, reading);
    const access = await readAccess(store, reading);
    await seals.save(store);
    const near = await store.rows(NEAR_IDENTICAL, z.object({ spellings: z.array(z.string()) }));
    return summarised([...feeds.files, ...access.files], {
      known_file_count: feeds.known_file_count + access.known_file_count,
      skipped: [...feeds.skipped, ...access.skipped],
      refusals: await store.rows(REFUSALS, refusal, before),
      missing_feeds: [...(access.is_missing ? ["access"] : []), ...feeds.missing],
      vanished_feeds: feeds.vanished,
      near_identical_actors: near.map(({ spellings }) => spellings),
    });
  } finally {
    for (const drop of DROP_SCRATCH) await store.run(drop);
    await rm(tmp, { recursive: true, force: true });
  }
}
