import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { detectionOn, detectionShape, precisionOn, precisionShape } from "../data/review/estimates.js";
import type { Store } from "../data/store/store.js";
import { writeWhole } from "../data/whole-file.js";
import type { Workspace } from "../data/workspace.js";

/** Nights that a status names: two months. */
const NIGHTS_MAX = 62;

const FILES = /* sql */ `
  SELECT path, feed, source, format, status, reason, known_from, rows_read, accepted, duplicate, refused, recovered, unmapped
  FROM file
  ORDER BY path, file_id
`;

const NIGHTS = /* sql */ `
  SELECT
    night.night,
    (SELECT count(*) FROM flag_night JOIN flag USING (flag_id) WHERE flag_night.night = night.night AND flag.queue = 'leads'
      AND flag_night.state <> 'withdrawn')
      ::INTEGER AS leads,
    (SELECT count(*) FROM flag_night JOIN flag USING (flag_id) WHERE flag_night.night = night.night AND flag.queue = 'exceptions'
      AND flag_night.state <> 'withdrawn')
      ::INTEGER AS exceptions,
    coalesce((SELECT sum(expected_false_count) FROM night_price WHERE night_price.night = night.night), 0)::DOUBLE
      AS leads_expected_by_chance,
    (SELECT count(*) FROM verdict WHERE verdict.night = night.night AND status = 'abstained')::INTEGER AS abstained,
    (SELECT count(*) FROM event WHERE event.day = night.night)::INTEGER AS events
  FROM night
  ORDER BY night.night DESC
  LIMIT $nights_max::INTEGER
`;

const SOURCES = /* sql */ `
  SELECT source, max(day) AS last_day, count(*)::INTEGER AS events
  FROM event
  GROUP BY source
  ORDER BY source
`;

/** The ledger of suppressions in figures: leads (one a night) and episodes that each has hidden. */
const HIDDEN = /* sql */ `
  SELECT suppression_id, count(*)::INTEGER AS lead_count, count(DISTINCT flag_id)::INTEGER AS episode_count
  FROM suppressed_case
  GROUP BY suppression_id
  ORDER BY suppression_id
`;

const feedbackShape = z.object({
  precision: z.array(precisionShape),
  detection: z.array(detectionShape),
  hidden: z.array(z.object({ suppression_id: z.string(), lead_count: z.number(), episode_count: z.number() })),
});

const fileShape = z.object({
  path: z.string(),
  feed: z.string(),
  source: z.string().nullable(),
  format: z.string().nullable(),
  status: z.string(),
  reason: z.string().nullable(),
  known_from: z.string(),
  rows_read: z.number(),
  accepted: z.number(),
  duplicate: z.number(),
  refused: z.number(),
  recovered: z.number(),
  unmapped: z.array(z.string()),
});

const statusShape = z.object({
  files: z.array(fileShape),
  nights: z.array(
    z.object({
      night: z.string(),
      leads: z.number(),
      exceptions: z.number(),
      leads_expected_by_chance: z.number(),
      abstained: z.number(),
      events: z.number(),
    }),
  ),
  sources: z.array(z.object({ source: z.string(), last_day: z.string(), events: z.number() })),
  feedback: feedbackShape.optional(),
});

/** What stands in a workspace: every delivery of every file, the last nights (latest first), each source's last day. */
export type Status = z.infer<typeof statusShape>;

const place = (workspace: Workspace): string => join(workspace.root, "status.json");

/** Writes the status beside the store, whole, so that it can be read while a run holds the store. */
export async function writeStatus(store: Store, workspace: Workspace): Promise<void> {
  const nights = await store.rows(NIGHTS, statusShape.shape.nights.element, { nights_max: NIGHTS_MAX });
  const last = nights[0]?.night;
  const status: Status = {
    files: await store.rows(FILES, fileShape),
    nights,
    sources: await store.rows(SOURCES, statusShape.shape.sources.element),
    feedback: {
      precision: last === undefined ? [] : await precisionOn(store, last),
      detection: last === undefined ? [] : await detectionOn(store, last),
      hidden: await store.rows(HIDDEN, feedbackShape.shape.hidden.element),
    },
  };
  writeWhole(place(workspace), `${JSON.stringify(status)}\n`);
}

/** The status as the last run left it, or null where nothing has run. */
export function readStatus(workspace: Workspace): Status | null {
  try {
    return statusShape.parse(JSON.parse(readFileSync(place(workspace), "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
