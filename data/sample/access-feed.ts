import { HOME_ZONE } from "./clock.js";
import { type Entry, entryId } from "./logbook.js";
import type { Scene } from "./scene.js";
import type { Cell, Table } from "./table.js";

const COLUMNS = [
  "event_id",
  "event_time",
  "source",
  "seq",
  "actor_id",
  "action",
  "outcome",
  "object_id",
  "collection",
  "marking",
  "partner",
  "request_id",
  "bytes",
  "client_ip",
  "site",
  "channel",
] as const;

/** One access row as the contract has it. */
export function accessRow(scene: Scene, entry: Entry): readonly Cell[] {
  const { event, seq } = entry;
  const { item } = event;
  return [
    entryId(entry),
    scene.clock.stamp(event.at),
    event.source,
    seq,
    event.actor,
    event.action,
    event.outcome,
    item?.id ?? null,
    item?.collection ?? null,
    item?.marking ?? null,
    event.partner,
    event.request,
    event.bytes,
    event.address,
    event.site,
    event.channel,
  ];
}

/** One table a home-zone day of a source's log, by date; a day on which nothing was logged has its header alone. */
export function dailyTables(scene: Scene, entries: readonly Entry[]): Map<string, Table> {
  const days = Array.from({ length: scene.world.days }, (): (readonly Cell[])[] => []);
  for (const entry of entries) days[scene.clock.dayOf(HOME_ZONE, entry.event.at)]?.push(accessRow(scene, entry));
  return new Map(days.map((rows, day) => [scene.clock.date(day), { columns: COLUMNS, rows }]));
}
