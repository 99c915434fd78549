import { z } from "zod";
import { addDays, type Day, eachDay } from "../../data/days.js";
import { type Flag, flagShape, type NotAssessed } from "../../data/flag.js";
import type { NightReport, SeriesDay } from "../../data/night-report.js";
import type { LoadedSettings } from "../../data/settings/load.js";
import type { Store } from "../../data/store/store.js";
import { flagsCsv } from "../../reports/flags/csv.js";
import { flagsHtml } from "../../reports/flags/html.js";
import { flagsJsonl } from "../../reports/flags/jsonl.js";
import { periodOf } from "../../reports/metrics/engine.js";
import type { PublishedFile } from "../publish.js";
import { measure } from "./measure.js";
import { nightWords, renderOversight } from "./render-oversight.js";

const FLAGS = /* sql */ `
  SELECT content
  FROM flag_night
  JOIN flag USING (flag_id)
  WHERE night = $night::DATE
  ORDER BY CASE queue WHEN 'leads' THEN 1 WHEN 'exceptions' THEN 2 ELSE 3 END, rank
`;

const PRICE = /* sql */ `
  SELECT
    coalesce(sum(tested_count) FILTER (night = $night::DATE), 0)::INTEGER AS tested_count,
    coalesce(sum(expected_false_count) FILTER (night = $night::DATE), 0)::DOUBLE AS expected_false_count,
    coalesce(sum(expected_false_count), 0)::DOUBLE AS expected_false_year,
    (
      SELECT count(DISTINCT flag_id)
      FROM flag_night
      JOIN flag USING (flag_id)
      WHERE flag.queue = 'leads' AND year(night) = year($night::DATE) AND night <= $night::DATE
    )::INTEGER AS lead_count_year
  FROM night_price
  WHERE queue = 'leads' AND year(night) = year($night::DATE) AND night <= $night::DATE
`;

const SCOPE = /* sql */ `
  SELECT
    count(DISTINCT actor_id)::INTEGER AS actor_count,
    count(DISTINCT partner)::INTEGER AS partner_count,
    coalesce(list(DISTINCT source ORDER BY source), []) AS sources
  FROM event
  WHERE day = $night::DATE
`;

const FEEDS_DIGEST = /* sql */ `
  SELECT sha256(coalesce(string_agg(DISTINCT content_digest, ' ' ORDER BY content_digest), '')) AS digest
  FROM file
  WHERE known_from <= $night::DATE
`;

const ABSTAINED = /* sql */ `
  SELECT detector AS subject, reason, count(*)::INTEGER AS entity_count
  FROM verdict
  WHERE night = $night::DATE AND status = 'abstained'
  GROUP BY detector, reason
  ORDER BY detector, reason
`;

const NOTED = /* sql */ `
  SELECT subject, reason, entity_count
  FROM not_assessed
  WHERE night = $night::DATE
  ORDER BY subject, reason
`;

/** Days shown before tonight: two months, so that a weekly rhythm and a month's end can be seen. */
const SERIES_DAYS = 60;

const SERIES = /* sql */ `
  SELECT verdict.night AS day, observed, expected, interval_low AS low, interval_high AS high
  FROM verdict
  WHERE detector = $detector AND entity_type = $entity_type AND entity_id = $entity_id AND status = 'scored'
    AND verdict.night BETWEEN $night::DATE - $series_days::INTEGER AND $night::DATE
  ORDER BY day
`;

const seriesShape = z.object({
  day: z.string(),
  observed: z.number(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
});

const notAssessedShape = z.object({ subject: z.string(), reason: z.string(), entity_count: z.number() });

/** The files of a night, from its rows in the store alone. */
export async function renderNight(
  store: Store,
  night: Day,
  { settings, digest }: LoadedSettings,
  version: string,
): Promise<PublishedFile[]> {
  const flags = (await store.rows(FLAGS, z.object({ content: z.string() }), { night })).map(({ content }) =>
    flagShape.parse(JSON.parse(content)),
  );
  const report: NightReport = {
    night,
    home: settings.home,
    marking: settings.report.marking,
    version,
    settings_digest: digest,
    feeds_digest: (await store.row(FEEDS_DIGEST, z.object({ digest: z.string() }), { night })).digest,
    scope: await store.row(
      SCOPE,
      z.object({ actor_count: z.number(), partner_count: z.number(), sources: z.array(z.string()) }),
      { night },
    ),
    price: await store.row(
      PRICE,
      z.object({
        tested_count: z.number(),
        expected_false_count: z.number(),
        expected_false_year: z.number(),
        lead_count_year: z.number(),
      }),
      { night },
    ),
    flags,
    series: new Map(await Promise.all(flags.map(async (flag) => [flag.flag_id, await series(store, flag)] as const))),
    not_assessed: await notAssessed(store, night),
  };
  return [
    { name: "flags.jsonl", content: flagsJsonl(report.flags) },
    { name: "flags.csv", content: flagsCsv(report.flags) },
    { name: "flags.html", content: flagsHtml(report) },
    ...renderOversight(await measure(store, periodOf(night), settings), report, nightWords(night)),
  ];
}

async function notAssessed(store: Store, night: Day): Promise<NotAssessed[]> {
  const noted = await store.rows(NOTED, notAssessedShape, { night });
  return [...noted, ...(await store.rows(ABSTAINED, notAssessedShape, { night }))];
}

async function series(store: Store, { detector, entity_type, entity_id, night }: Flag): Promise<SeriesDay[]> {
  const bound = { detector, entity_type, entity_id, night, series_days: SERIES_DAYS };
  const known = new Map((await store.rows(SERIES, seriesShape, bound)).map((row) => [row.day, row]));
  return eachDay(addDays(night, -SERIES_DAYS), night).map(
    (day) => known.get(day) ?? { day, observed: null, expected: null, low: null, high: null },
  );
}
