import { group } from "d3-array";
import { HOME_ZONE } from "./clock.js";
import { type SampleEvent, SOURCES, type Source } from "./events.js";
import type { Plan } from "./planted/plan.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";
import { JUDGED_DAYS } from "./world.js";

/** A logged act with its source's running number, from 1. */
export interface Entry {
  readonly seq: number;
  readonly event: SampleEvent;
}

export type Logbook = ReadonlyMap<Source, readonly Entry[]>;

export function entryId(entry: Entry): string {
  return `${entry.event.source}-${entry.seq}`;
}

function byTime(a: SampleEvent, b: SampleEvent): number {
  return (
    a.at - b.at ||
    compare(a.actor, b.actor) ||
    compare(a.action, b.action) ||
    compare(a.item?.id ?? "", b.item?.id ?? "")
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The acts of the window in order of time, numbered without a hole by each source. */
export function numbered(scene: Scene, events: readonly SampleEvent[]): Map<Source, Entry[]> {
  const inside = events.filter(({ at }) => scene.begin <= at && at < scene.end);
  return new Map(
    SOURCES.map((source) => {
      const own = inside.filter((event) => event.source === source).sort(byTime);
      return [source, own.map((event, index) => ({ seq: index + 1, event }))];
    }),
  );
}

/** Records cut out: half an hour's to an hour's worth at the registry's busiest time of day. */
const HOLE_RECORDS = [40, 70] as const;

/** The hole begins once this share of a day's records is written. */
const HOLE_AT = [0.3, 0.6] as const;

/** Places tried for the hole, so that no other pattern's records fall into it. */
const HOLE_TRIES = 50;

/** Days after the first judged one among which the busiest are drawn from: working days of the middle of the judged month. */
const HOLE_DAYS = [10, 24] as const;
const BUSIEST = 5;

/** Cuts a run of records out of the registry on one judged working day; the numbers around it stay as they were. */
export function cutHole(scene: Scene, logbook: Map<Source, Entry[]>): Plan {
  const type = "log_gap";
  const source: Source = "registry";
  const random = new Random(scene.world.seed, "planted", type);
  const entries = logbook.get(source) ?? [];
  const byDay = group(
    entries,
    (entry) => scene.clock.dayOf(HOME_ZONE, entry.event.at) - scene.world.days + JUDGED_DAYS,
  );
  const busiest = [...byDay]
    .filter(([day]) => day >= HOLE_DAYS[0] && day < HOLE_DAYS[1])
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, BUSIEST);
  const [offset, own] = random.pick(busiest);
  const propose = (): Entry[] => {
    const begins = Math.floor(own.length * random.between(...HOLE_AT));
    return own.slice(begins, begins + Math.round(random.between(...HOLE_RECORDS)));
  };
  let cut = propose();
  for (let tried = 1; tried < HOLE_TRIES && cut.some(({ event }) => event.scenario !== null); tried += 1)
    cut = propose();
  const gone = new Set(cut.filter(({ event }) => event.scenario === null));
  logbook.set(
    source,
    entries.filter((entry) => !gone.has(entry)),
  );
  const day = offset + scene.world.days - JUDGED_DAYS;
  return { type, entityType: "source", entity: source, days: [day, day] };
}
