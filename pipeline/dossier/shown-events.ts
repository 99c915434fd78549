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
  SELECT event_id, source, event_time, actor_id, action::VARCHAR AS action, outcome::VARCHAR AS outcome, object_id,
    collection, marking, partner, request_id
  FROM event
  WHERE event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
    AND day BETWEEN $first::DATE AND $night::DATE AND ($actor_id IS NULL OR actor_id = $actor_id)
  ORDER BY event_time, source, event_id
`;

const eventShape = z.object({
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

/** The days in which a flag's events lie, and whose they are. */
export function eventScope({ event_ids, night, first_day, entity_type, entity_id, queue }: Flag, window_first: string) {
  return {
    event_ids: JSON.stringify(event_ids),
    night,
    first: first_day < window_first ? first_day : window_first,
    actor_id: entity_type === "actor" && queue !== "exceptions" ? entity_id : null,
  };
}

/** The flag's named events in order of time: the first ones to print, and the markings of all. */
export async function shownEvents(
  store: Store,
  scope: ReturnType<typeof eventScope>,
  reader: MarkingReader,
): Promise<{ readonly events: FlagEvent[]; readonly markings: ShownMarkings; readonly portions: readonly Marking[] }> {
  const all = await store.rows(EVENTS, eventShape, scope);
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
      banner: bannerOf(portions, reader, scope.night),
      lines: read.map(({ marking, event_count, portion }) => ({ marking, event_count, is_read: portion !== null })),
      unmarked_count: all.filter(({ marking }) => marking === null).length,
    },
  };
}

/** By which policy, and as whose, markings are read. */
export interface MarkingReader {
  readonly policy: Policy;
  readonly home: string;
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
