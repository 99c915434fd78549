import { z } from "zod";
import { addDays, type Day } from "../../data/days.js";
import { settingsShape } from "../../data/settings/shape.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Detector } from "../../detectors/card.js";
import type { Verdict } from "../../detectors/verdict.js";
import { buildFeatures } from "../../pipeline/stages/features.js";
import { openMemory } from "../store.js";

/** One act of a small world; what is not said is ordinary. Times are in UTC, which is also the home zone. */
export interface TestAct {
  readonly actor: string;
  readonly day: Day;
  /** Hours since midnight, with a fraction. */
  readonly hour?: number;
  readonly action?: string;
  readonly outcome?: string;
  readonly object?: string;
  readonly collection?: string;
  readonly marking?: string;
  readonly site?: string;
  readonly address?: string;
  readonly bytes?: number;
}

/** The night on which small worlds are judged: a Thursday. */
export const TONIGHT: Day = "2026-03-26";
const FIRST_DAY = addDays(TONIGHT, -83);
const COLLECTIONS = ["ALPHA", "BRAVO", "CHARLIE", "DELTA"];
const OBJECTS_A_COLLECTION = 60;

const uniform = (...key: (string | number)[]) => hashUniform(key.map(String));
const objectOf = (collection: number, number: number) =>
  `OBJ-${String(collection * 1000 + number * 7).padStart(6, "0")}`;

/** Acts of an ordinary working day of one person: 6 to 12 between 8 and 17 h, one in six a download, one in twenty a print. */
export function workingDay(actor: string, day: Day, acts = 6 + Math.floor(7 * uniform(actor, day))): TestAct[] {
  return Array.from({ length: acts }, (_, i) => {
    const home = Math.floor(uniform(actor) * 2);
    const collection = uniform(actor, day, i, "collection") < 0.9 ? home : home + 2;
    const kind = uniform(actor, day, i, "kind");
    return {
      actor,
      day,
      hour: 8 + 9 * uniform(actor, day, i, "hour"),
      action: kind < 0.05 ? "print" : kind < 0.22 ? "download" : "view",
      outcome: uniform(actor, day, i, "outcome") < 0.01 ? "denied" : "success",
      object: objectOf(collection, Math.floor(OBJECTS_A_COLLECTION * uniform(actor, day, i, "object"))),
      collection: COLLECTIONS[collection] ?? "ALPHA",
    };
  });
}

const isWorkday = (day: Day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/** Twelve weeks of ten people, `P00` to `P09`, weekdays only, tonight included. */
export function ordinaryWorld(people = 10): TestAct[] {
  const days = Array.from({ length: 84 }, (_, i) => addDays(FIRST_DAY, i)).filter(isWorkday);
  return Array.from({ length: people }, (_, i) => `P${String(i).padStart(2, "0")}`).flatMap((actor) =>
    days.flatMap((day) => workingDay(actor, day)),
  );
}

/** A store with these acts, their actors in the directory (unit U1 or U2, nation XHM), and the feature tables built. */
export async function worldOf(acts: readonly TestAct[]): Promise<Store> {
  const store = await openMemory();
  const seconds = (hour: number) => new Date(hour * 3_600_000).toISOString().slice(11, 19);
  await insertRows(
    store,
    "event",
    acts.map((act, i) => ({
      source: "portal",
      event_id: `e${i}`,
      event_time: `${act.day}T${seconds(act.hour ?? 10 + (i % 60) / 60)}Z`,
      day: act.day,
      seq: i,
      actor_id: act.actor,
      action: act.action ?? "view",
      outcome: act.outcome ?? "success",
      object_id: act.object ?? null,
      collection: act.collection ?? null,
      marking: act.marking ?? "SECRET//REL TO XHM, XAR",
      partner: null,
      request_id: null,
      bytes: act.bytes ?? 1000,
      client_ip: act.address ?? `10.0.0.${act.actor}`,
      site: act.site ?? "HQ",
      channel: null,
      file_id: 1,
      is_provisional: false,
    })),
  );
  const actors = [...new Set(acts.map(({ actor }) => actor))].sort();
  await insertRows(
    store,
    "actor",
    actors.map((actor_id, i) => ({
      known_from: "2026-01-01",
      known_until: null,
      actor_id,
      kind: "person",
      nation: "XHM",
      unit: i % 2 === 0 ? "U1" : "U2",
      role: "analyst",
      clearance: "SECRET",
      time_zone: "UTC",
    })),
  );
  await rebuild(store);
  return store;
}

/** Builds every day's features again, as after new feeds. */
export async function rebuild(store: Store): Promise<void> {
  await store.run("INSERT INTO touched_day SELECT DISTINCT day, day FROM event");
  await buildFeatures(store, settingsShape.parse({}));
}

/** A detector's cases of tonight, as the night reads them. */
export function casesOf(store: Store, detector: Detector, night = TONIGHT): Promise<unknown[]> {
  return store.rows(detector.cases, z.unknown(), detector.bind(night, undefined));
}

/** Tonight's verdict about one entity. */
export async function verdictOf(store: Store, detector: Detector, entity: string, night = TONIGHT): Promise<Verdict> {
  const judged = detector.judgeAll(await casesOf(store, detector, night), undefined);
  const found = judged.find(({ entity_id }) => entity_id === entity);
  if (found === undefined) throw new Error(`no case of ${entity}`);
  return found.verdict;
}

/** The mid p-value of a verdict that must be scored. */
export async function pOf(store: Store, detector: Detector, entity: string, night = TONIGHT): Promise<number> {
  const verdict = await verdictOf(store, detector, entity, night);
  if (verdict.status !== "scored") throw new Error(`abstained: ${verdict.reason}`);
  return verdict.p_mid;
}

/** Ids of the events behind a verdict, as the flag lists them. */
export async function eventsOf(
  store: Store,
  detector: Detector,
  entity_id: string,
  night = TONIGHT,
): Promise<string[]> {
  const rows = await store.rows(
    detector.events,
    z.object({ event_id: z.string() }),
    detector.bindEvents(night, entity_id, undefined),
  );
  return rows.map(({ event_id }) => event_id);
}
