import { z } from "zod";
import type { FlagChart } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import { seriesOf } from "./series.js";

/** What a chart is drawn from, other than a band. Detectors and rules that are not listed have a band. */
const KINDS: ReadonlyMap<string, FlagChart["kind"]> = new Map([
  ["off-hours", "hours"],
  ["sweep", "ids"],
  ["partner-delay", "delays"],
  ["delay", "delays"],
  ["onward-sharing", "path"],
  ["onward", "path"],
]);

const HOURS = /* sql */ `
  SELECT day, hour, act_count
  FROM actor_hour
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - 27 AND $night::DATE
  ORDER BY day, hour
`;

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

/** Requests of a partner made in the half year up to the night: hours to their first decision, or waiting still. */
const WAITS = /* sql */ `
  WITH step AS (
    SELECT request_id, step, happened_at
    FROM sharing_step
    WHERE partner = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND happened_at < $end::TIMESTAMPTZ
  ),
  request AS (
    SELECT
      request_id,
      min(happened_at) FILTER (step = 'requested') AS requested_at,
      min(happened_at) FILTER (step IN ('approved', 'denied', 'withdrawn')) AS decided_at
    FROM step
    GROUP BY request_id
  )
  SELECT
    requested_at::DATE AS day,
    greatest(epoch(coalesce(decided_at, $end::TIMESTAMPTZ)) - epoch(requested_at), 0)::DOUBLE / 3600 AS hours,
    decided_at IS NOT NULL AS is_decided
  FROM request
  WHERE requested_at >= $end::TIMESTAMPTZ - INTERVAL 180 DAY
  ORDER BY requested_at, request_id
  LIMIT 5000
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
  ORDER BY ALL
  LIMIT 24
`;

const DAY_HOURS = 24;
/** The days of an off-hours heat map: four weeks hold what is usual of each weekday four times. */
const NO_CHART: FlagChart = { kind: "none" };

/** What the flag's chart is drawn from, fit to its detector; a kind without data falls back to the band. */
export async function chartOf(store: Store, flag: Flag, end: string): Promise<FlagChart> {
  const fit = await fitChart(store, flag, end);
  if (fit !== null) return fit;
  if (flag.queue === "exceptions") return NO_CHART;
  return { kind: "band", series: await seriesOf(store, flag) };
}

async function fitChart(store: Store, flag: Flag, end: string): Promise<FlagChart | null> {
  switch (KINDS.get(flag.detector)) {
    case "hours":
      return hours(store, flag);
    case "ids":
      return ids(store, flag);
    case "delays":
      return delays(store, flag, end);
    case "path":
      return passing(store, flag);
    default:
      return null;
  }
}

async function hours(store: Store, { entity_id, night }: Flag): Promise<FlagChart | null> {
  const shape = z.object({ day: z.string(), hour: z.number(), act_count: z.number() });
  const days = new Map<string, number[]>();
  for (const { day, hour, act_count } of await store.rows(HOURS, shape, { entity_id, night })) {
    const counts = days.get(day) ?? new Array<number>(DAY_HOURS).fill(0);
    counts[hour] = act_count;
    days.set(day, counts);
  }
  return days.size === 0 ? null : { kind: "hours", days: [...days].map(([day, counts]) => ({ day, counts })) };
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

async function delays(store: Store, { entity_id, night, first_day }: Flag, end: string): Promise<FlagChart | null> {
  const shape = z.object({ day: z.string(), hours: z.number(), is_decided: z.boolean() });
  const rows = await store.rows(WAITS, shape, { entity_id, night, end });
  if (rows.length === 0) return null;
  const part = (isLate: boolean) =>
    rows.filter(({ day }) => day >= first_day === isLate).map(({ hours, is_decided }) => ({ hours, is_decided }));
  return { kind: "delays", split: first_day, lately: part(true), before: part(false) };
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
  const nodes = new Map<string, number>();
  const links: { from: string; to: string; event_count: number }[] = [];
  for (const { originator, holder, recipient, event_count } of rows) {
    const steps = [originator || "originator not known", holder || "holder not known", recipient];
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
