import { z } from "zod";
import type { FlagChart } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Parameters, Store } from "../../data/store/store.js";
import { seriesOf } from "./series.js";
import { decisions, delays } from "./waits.js";

/** Which chart fits which detector or rule. Detectors that are not listed have a band, rules that are not listed have none. */
export const KINDS: ReadonlyMap<string, "hours" | "log hours" | "ids" | "pauses" | "delays" | "decisions" | "path"> =
  new Map([
    ["off-hours", "hours"],
    ["source-silence", "log hours"],
    ["sweep", "ids"],
    ["scripted-regularity", "pauses"],
    ["delay", "delays"],
    ["hurried-approval", "decisions"],
    ["forward-shift", "path"],
    ["onward", "path"],
    ["release-marking", "path"],
    ["agreement-in-force", "path"],
    ["agreement-class", "path"],
    ["agreement-collection", "path"],
    ["rights-review-in-force", "path"],
  ]);

const HOURS = /* sql */ `
  SELECT day, hour, act_count
  FROM actor_hour
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 27 AND $night::DATE
  ORDER BY day, hour
`;

/** A log's records by hour of the home zone. */
const LOG_HOURS = /* sql */ `
  SELECT day, hour(timezone($time_zone, hour_at))::INTEGER AS hour, sum(event_count)::INTEGER AS act_count
  FROM source_hour
  WHERE source = $entity_id AND day BETWEEN $night::DATE - 27 AND $night::DATE
  GROUP BY day, hour
  ORDER BY day, hour
`;

const PAUSES = /* sql */ `SELECT gap_seconds FROM actor_day WHERE actor_id = $entity_id AND day = $night::DATE`;

/** Objects whose number ends their id, of the prefix that holds most of those opened tonight: a sweep stays in one register. */
const IDS = /* sql */ `
  WITH opened AS (
    SELECT
      regexp_extract(object_id, '^(.*?)([0-9]{1,9})$', 1) AS prefix,
      try_cast(regexp_extract(object_id, '^(.*?)([0-9]{1,9})$', 2) AS INTEGER) AS number,
      max(day = $night::DATE) AS is_tonight
    FROM act
    WHERE actor_id = $entity_id AND object_id IS NOT NULL AND day BETWEEN $night::DATE - 365 AND $night::DATE
    GROUP BY ALL
  )
  SELECT prefix, number, is_tonight
  FROM opened
  WHERE number IS NOT NULL AND prefix = (
    SELECT prefix FROM opened WHERE is_tonight AND number IS NOT NULL GROUP BY prefix ORDER BY count(*) DESC, prefix LIMIT 1
  )
  ORDER BY number
  LIMIT 20000
`;

const PATH = /* sql */ `
  SELECT
    coalesce(object.originator, '') AS originator,
    coalesce(actor.nation, '') AS holder,
    coalesce(event.partner, '') AS recipient,
    count(*)::INTEGER AS event_count
  FROM event
  LEFT JOIN object ON object.object_id = event.object_id AND object.known_from <= $night::DATE
    AND (object.known_until IS NULL OR object.known_until > $night::DATE)
  LEFT JOIN actor ON actor.actor_id = event.actor_id AND actor.known_from <= $night::DATE
    AND (actor.known_until IS NULL OR actor.known_until > $night::DATE)
  WHERE event.event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
    AND event.day BETWEEN $first::DATE AND $night::DATE AND event.partner IS NOT NULL
  GROUP BY ALL
  ORDER BY event_count DESC, originator, holder, recipient
`;

/** Originators drawn by themselves, those of most events; the rest are drawn as one, so that ways can be told apart. */
const ORIGINATORS_SHOWN = 3;

const DAY_HOURS = 24;
const NO_CHART: FlagChart = { kind: "none" };

/** Where nights are dates, and the instant at which this one ends. */
export interface ChartTime {
  readonly end: string;
  readonly time_zone: string;
}

/** What the flag's chart is drawn from, fit to its detector; a kind without data falls back to the band. */
export async function chartOf(store: Store, flag: Flag, time: ChartTime): Promise<FlagChart> {
  const fit = await fitChart(store, flag, time);
  if (fit !== null) return fit;
  if (flag.queue === "exceptions") return NO_CHART;
  return { kind: "band", series: await seriesOf(store, flag) };
}

async function fitChart(store: Store, flag: Flag, { end, time_zone }: ChartTime): Promise<FlagChart | null> {
  const { entity_id, night } = flag;
  switch (KINDS.get(flag.detector)) {
    case "hours":
      return hours(store, HOURS, { of: "person", bound: { entity_id, night } });
    case "log hours":
      return hours(store, LOG_HOURS, { of: "source", bound: { entity_id, night, time_zone } });
    case "ids":
      return ids(store, flag);
    case "pauses":
      return pauses(store, flag);
    case "delays":
      return delays(store, flag, end);
    case "decisions":
      return decisions(store, flag, end);
    case "path":
      return passing(store, flag);
    case undefined:
      return null;
  }
}

async function hours(
  store: Store,
  statement: string,
  { of, bound }: { readonly of: "person" | "source"; readonly bound: Parameters },
): Promise<FlagChart | null> {
  const shape = z.object({ day: z.string(), hour: z.number(), act_count: z.number() });
  const days = new Map<string, number[]>();
  for (const { day, hour, act_count } of await store.rows(statement, shape, bound)) {
    const counts = days.get(day) ?? new Array<number>(DAY_HOURS).fill(0);
    counts[hour] = act_count;
    days.set(day, counts);
  }
  return days.size === 0 ? null : { kind: "hours", of, days: [...days].map(([day, counts]) => ({ day, counts })) };
}

async function pauses(store: Store, { entity_id, night }: Flag): Promise<FlagChart | null> {
  const [row] = await store.rows(PAUSES, z.object({ gap_seconds: z.array(z.number()) }), { entity_id, night });
  return row === undefined || row.gap_seconds.length === 0 ? null : { kind: "pauses", seconds: row.gap_seconds };
}

async function ids(store: Store, { entity_id, night }: Flag): Promise<FlagChart | null> {
  const shape = z.object({ prefix: z.string(), number: z.number(), is_tonight: z.boolean() });
  const rows = await store.rows(IDS, shape, { entity_id, night });
  const numbers = (isTonight: boolean) =>
    rows.filter((row) => row.is_tonight === isTonight).map(({ number }) => number);
  const [first] = rows;
  return first === undefined
    ? null
    : { kind: "ids", prefix: first.prefix, tonight: numbers(true), before: numbers(false) };
}

async function passing(store: Store, { event_ids, night, first_day }: Flag): Promise<FlagChart | null> {
  const shape = z.object({
    originator: z.string(),
    holder: z.string(),
    recipient: z.string(),
    event_count: z.number(),
  });
  const bound = { event_ids: JSON.stringify(event_ids), night, first: first_day };
  const rows = await store.rows(PATH, shape, bound);
  if (rows.length === 0) return null;
  const main = [...new Set(rows.map(({ originator }) => originator))].slice(0, ORIGINATORS_SHOWN);
  const nodes = new Map<string, number>();
  const links: { from: string; to: string; event_count: number }[] = [];
  for (const { originator, holder, recipient, event_count } of rows) {
    const begun = main.includes(originator) ? originator || "originator not known" : "other originators";
    const steps = [begun, holder || "holder not known", recipient];
    steps.forEach((id, layer) => {
      nodes.set(`${layer} ${id}`, layer);
      const before = steps[layer - 1];
      if (before !== undefined) add(links, { from: `${layer - 1} ${before}`, to: `${layer} ${id}`, event_count });
    });
  }
  return { kind: "path", nodes: [...nodes].map(([id, layer]) => ({ id, layer })), links };
}

function add(
  links: { from: string; to: string; event_count: number }[],
  link: { from: string; to: string; event_count: number },
): void {
  const known = links.find(({ from, to }) => from === link.from && to === link.to);
  if (known === undefined) links.push({ ...link });
  else known.event_count += link.event_count;
}
