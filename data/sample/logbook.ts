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

/** Cuts a run of records out of the registry on one judged working day; the numbers around it stay as they were. */
export function cutHole(scene: Scene, logbook: Map<Source, Entry[]>): Plan {
  const type = "log_gap";
  const source: Source = "registry";
  const random = new Random(scene.world.seed, "planted", type);
  const entries = logbook.get(source) ?? [];
  const dayOf = (entry: Entry): number => scene.clock.dayOf(HOME_ZONE, entry.event.at);
  const first = scene.world.days - JUDGED_DAYS;
  const onDay = (day: number): Entry[] => entries.filter((entry) => dayOf(entry) === day);
  const days = Array.from({ length: 14 }, (_, index) => first + 10 + index).map((day) => ({ day, own: onDay(day) }));
  const busiest = days.sort((a, b) => b.own.length - a.own.length).slice(0, 5);
  const { day, own } = random.pick(busiest);
  const from = own[0]?.seq ?? 1;
  const begins = from + Math.floor(own.length * random.between(...HOLE_AT));
  const isPlanted = (entry: Entry): boolean => entry.event.scenario !== null;
  const ends = begins + Math.round(random.between(...HOLE_RECORDS));
  const kept = entries.filter((entry) => entry.seq < begins || entry.seq >= ends || isPlanted(entry));
  logbook.set(source, kept);
  return { type, entityType: "source", entity: source, days: [day, day] };
}
