import { group } from "d3-array";
import { z } from "zod";
import type { FlagEvent, ShownMarkings } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import { formatMarking } from "../../data/markings/format.js";
import type { Marking } from "../../data/markings/model.js";
import { parseMarking } from "../../data/markings/parse.js";
import { rollUp } from "../../data/markings/rollup.js";
import type { Policy } from "../../data/policy/policy.js";
import type { Store } from "../../data/store/store.js";

/** Events printed of a flag: what a reader can take in on one screen; the statement beside them gives all. */
const EVENTS_SHOWN = 25;

const EVENTS = /* sql */ `
  WITH named AS (
    SELECT flag_id, actor_id, first, unnest(event_ids) AS event_id
    FROM (SELECT unnest(from_json(CAST($scopes AS JSON), $shape), max_depth := 2))
  )
  SELECT named.flag_id, event.event_id, source, event_time, event.actor_id, action::VARCHAR AS action,
    outcome::VARCHAR AS outcome, object_id, collection, marking, partner, request_id
  FROM event
  JOIN named ON named.event_id = event.event_id
  WHERE event.day BETWEEN $first::DATE AND $night::DATE AND event.day >= named.first
    AND (named.actor_id IS NULL OR named.actor_id = event.actor_id)
  ORDER BY named.flag_id, event_time, source, event.event_id
`;

const eventShape = z.object({
  flag_id: z.string(),
  event_id: z.string(),
  source: z.string(),
  event_time: z.string(),
  actor_id: z.string(),
  action: z.string(),
  outcome: z.string(),
  object_id: z.string().nullable(),
  collection: z.string().nullable(),
  marking: z.string().nullable(),
  partner: z.string().nullable(),
  request_id: z.string().nullable(),
});

/** By which policy, and as whose, markings are read. */
export interface MarkingReader {
  readonly policy: Policy;
  readonly home: string;
}

/** Of which flags, by whom and in which days events are looked for, and since when its pattern lasts: parameters of a statement over all flags of a night. */
export interface Scopes {
  readonly scopes: string;
  /** What `scopes` holds, for DuckDB. */
  readonly shape: string;
  readonly first: string;
  readonly night: string;
}

const SCOPE_SHAPE = JSON.stringify([
  { flag_id: "VARCHAR", actor_id: "VARCHAR", first: "DATE", since: "DATE", event_ids: ["VARCHAR"] },
]);

/** The days in which the flags' events lie, and whose they are. */
export function eventScopes(flags: readonly Flag[], night: string, window_first: string): Scopes {
  const scopes = flags.map(({ flag_id, event_ids, first_day, entity_type, entity_id, queue }) => ({
    flag_id,
    actor_id: entity_type === "actor" && queue !== "exceptions" ? entity_id : null,
    first: first_day < window_first ? first_day : window_first,
    since: first_day,
    event_ids,
  }));
  const first = scopes.map((one) => one.first).sort()[0] ?? window_first;
  return { scopes: JSON.stringify(scopes), shape: SCOPE_SHAPE, first, night };
}

/** What is shown of a flag's events: the first ones, and the markings of all that are named. */
export interface Shown {
  readonly events: readonly FlagEvent[];
  readonly markings: ShownMarkings;
  readonly portions: readonly Marking[];
}

/** Each flag's named events in order of time; a flag without one is left out. */
export async function shownEvents(
  store: Store,
  scopes: Scopes,
  reader: MarkingReader,
): Promise<ReadonlyMap<string, Shown>> {
  const rows = await store.rows(EVENTS, eventShape, { ...scopes });
  return new Map(
    [...group(rows, ({ flag_id }) => flag_id)].map(([flag_id, all]) => [flag_id, shownOf(all, reader, scopes.night)]),
  );
}

/** What is shown of a flag without an event. */
export const NOTHING_SHOWN: Shown = {
  events: [],
  markings: { banner: null, lines: [], unmarked_count: 0 },
  portions: [],
};

function shownOf(all: readonly FlagEvent[], reader: MarkingReader, night: string): Shown {
  const counts = new Map<string, number>();
  for (const { marking } of all) if (marking !== null) counts.set(marking, (counts.get(marking) ?? 0) + 1);
  const read = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([marking, event_count]) => ({
      marking,
      event_count,
      portion: parseMarking(marking, reader.policy, reader.home).marking,
    }));
  const portions = read.flatMap(({ portion }) => portion ?? []);
  return {
    events: all.slice(0, EVENTS_SHOWN),
    portions,
    markings: {
      banner: bannerOf(portions, reader, night),
      lines: read.map(({ marking, event_count, portion }) => ({ marking, event_count, is_read: portion !== null })),
      unmarked_count: all.filter(({ marking }) => marking === null).length,
    },
  };
}

/** The banner line that portions ask for together; null for none. */
export function bannerOf(portions: readonly Marking[], reader: MarkingReader, day: string): string | null {
  const whole = rollUp(portions, { ...reader, day });
  return whole === null ? null : formatMarking(whole, reader.policy, reader.home);
}

/**
 * The line of a page: the roll-up of all that it shows together with the settings' line, where that is a marking; where it is
 * not, both stand side by side. Nothing shown can lower it.
 */
export function pageMarking(
  portions: readonly Marking[],
  configured: string,
  { policy, home, day }: MarkingReader & { readonly day: string },
): string {
  const own = parseMarking(configured, policy, home).marking;
  const banner = bannerOf(own === null ? portions : [own, ...portions], { policy, home }, day);
  if (own !== null && portions.length === 0) return configured;
  if (banner === null) return configured;
  return own === null ? `${banner} · ${configured}` : banner;
}
