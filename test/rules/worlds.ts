import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { addDays, eachDay } from "../../data/days.js";
import { type Flag, flagShape } from "../../data/flag.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import type { Store } from "../../data/store/store.js";
import { rules } from "../../detectors/rules/index.js";
import { ingest } from "../../pipeline/ingest/ingest.js";
import { checkRules } from "../../pipeline/stages/check-rules.js";
import { openMemory } from "../store.js";

const LAST_DAY = `SELECT max(day)::VARCHAR AS last_day, min(day)::VARCHAR AS first_day FROM event`;
const EXCEPTIONS = `SELECT content FROM flag_night JOIN flag USING (flag_id) WHERE queue = 'exceptions' ORDER BY night, rank`;

/** A folder of feeds judged by the rules, night by night, with the home of the fictional worlds. */
export interface JudgedWorld {
  readonly store: Store;
  readonly exceptions: readonly Flag[];
}

/** Reads a folder of feeds and judges its whole nights from `from` on (all of them where absent). */
export async function judgeWorld(
  feeds: string,
  time_zone: string,
  { from, nation = "XHM" }: { readonly from?: string; readonly nation?: string } = {},
): Promise<JudgedWorld> {
  const tmp = realpathSync(mkdtempSync(join(tmpdir(), "rules-")));
  const store = await openMemory([realpathSync(feeds), tmp]);
  const home = { nation, time_zone };
  const settings = { home, sources: [], reading: { year_min: 1990, year_max: 2100 } };
  await ingest(store, { feeds: realpathSync(feeds), night: "2026-01-01", settings, tmp });
  const { first_day, last_day } = await store.row(LAST_DAY, z.object({ first_day: z.string(), last_day: z.string() }));
  for (const night of eachDay(from ?? first_day, addDays(last_day, -1)))
    await checkRules(store, night, { rules, settings: { home, detectors: {} }, policy: SHIPPED_POLICY });
  return { store, exceptions: await exceptionsOf(store) };
}

export async function exceptionsOf(store: Store): Promise<Flag[]> {
  const rows = await store.rows(EXCEPTIONS, z.object({ content: z.string() }));
  return rows.map(({ content }) => flagShape.parse(JSON.parse(content)));
}
