import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { group } from "d3-array";
import { addDays, type Day, eachDay } from "../../data/days.js";
import { drawWorld, type SampleWorld } from "../../data/sample/sample.js";
import { type Cell, csv, type Table } from "../../data/sample/table.js";
import { worldParameters } from "../../data/sample/world.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";

/**
 * Kinds of patterns that the sample does not plant, put into a quiet sample at the effect sizes a careful person would choose;
 * `npm run bench:detect -- DIR` holds the flags against them. Arguments: DIR, and seed, actors, days and rate as of the sample.
 */

type Row = Record<string, Cell>;

interface Planted {
  readonly type: string;
  readonly entity_type: "actor" | "partner";
  readonly entity: string;
  readonly days: readonly [Day, Day];
  readonly also?: readonly string[];
}

/** A world's rows by name, and what has been planted in it so far. */
interface Ground {
  readonly seed: number;
  readonly from: Day;
  readonly feeds: Map<string, Row[]>;
  readonly events: readonly Row[];
  readonly added: Row[];
  readonly used: Set<string>;
}

const rowsOf = ({ columns, rows }: Table): Row[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])));
const tableOf = (columns: readonly string[], rows: readonly Row[]): Table => ({
  columns,
  rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
});
const feed = ({ feeds }: Ground, name: string): Row[] => feeds.get(name) ?? [];
const dayOf = (row: Row): Day => String(row.event_time ?? row.at).slice(0, 10);
const chance = ({ seed }: Ground, ...key: (string | number)[]) => hashUniform(["further", seed, ...key].map(String));

/** In an order that the seed draws. */
function drawn<T>(ground: Ground, key: string, all: readonly T[], nameOf: (one: T) => string): T[] {
  return all
    .map((one) => ({ one, at: chance(ground, key, nameOf(one)) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** A reader of a usual pace whom no other pattern has, with `count` of their working days from the `after`th judged day on. */
function cast(ground: Ground, key: string, { after, count }: { readonly after: number; readonly count: number }) {
  const analysts = feed(ground, "actors").filter(({ role, active_to }) => role === "analyst" && active_to === null);
  for (const { actor_id } of drawn(ground, key, analysts, (row) => String(row.actor_id))) {
    const actor = String(actor_id);
    const own = ground.events.filter((row) => row.actor_id === actor && row.action === "view");
    const days = [...new Set(own.map(dayOf))].sort().filter((day) => day >= addDays(ground.from, after));
    if (ground.used.has(actor) || own.length < 200 || days.length < count + 3) continue;
    ground.used.add(actor);
    return { actor, own, days: days.slice(0, count) };
  }
  throw new Error(`nobody to cast for ${key}: the world is too small`);
}

/** Acts like the reader's own of these days, `count` a day, changed as told. */
function act(
  ground: Ground,
  { actor, own, days }: ReturnType<typeof cast>,
  count: number,
  change: (turn: number) => Row,
) {
  for (const day of days) {
    const models = own.filter((row) => dayOf(row) === day);
    for (let turn = 0; turn < count; turn += 1) {
      const model = models[Math.floor(chance(ground, actor, day, turn) * models.length)];
      if (model === undefined) continue;
      const at = new Date(Date.parse(String(model.event_time)) + 1000 * (20 + 37 * turn)).toISOString();
      const event_id = `further-${ground.added.length}`;
      ground.added.push({ ...model, ...change(turn), event_id, seq: null, event_time: at.replace(".000Z", "Z") });
    }
  }
}

const NO_OBJECT = { object_id: null, collection: null, marking: null, bytes: null } as const;
const span = (days: readonly Day[]): [Day, Day] => [days[0] ?? "", days.at(-1) ?? ""];

function ofReaders(ground: Ground): Planted[] {
  const administrator = cast(ground, "administration", { after: 6, count: 2 });
  act(ground, administrator, 6, () => ({ ...NO_OBJECT, action: "admin" }));
  const searcher = cast(ground, "searching", { after: 10, count: 2 });
  act(ground, searcher, 30, () => ({ ...NO_OBJECT, action: "search" }));
  const [one, other] = ["one", "other"].map((who) => cast(ground, `shared-${who}`, { after: 12, count: 1 }));
  const opened = new Set(ground.events.map(({ object_id }) => object_id));
  const unread = feed(ground, "objects").filter(
    ({ object_id, created_at, destroy_by }) =>
      !opened.has(object_id ?? null) && String(created_at) < addDays(ground.from, -30) && destroy_by === null,
  );
  const secret = drawn(ground, "secret", unread, (row) => String(row.object_id)).slice(0, 5);
  const shared = [one, other].filter((reader) => reader !== undefined);
  for (const reader of shared)
    act(ground, reader, secret.length, (turn) => {
      const { object_id = null, collection = null, marking = null } = secret[turn] ?? {};
      return { object_id, collection, marking };
    });
  const actors = (type: string, { actor: entity, days }: ReturnType<typeof cast>, also: readonly string[] = []) =>
    ({ type, entity_type: "actor", entity, days: span(days), also }) as const;
  return [
    actors("administration", administrator),
    actors("searching", searcher),
    ...(one === undefined ? [] : [actors("shared_interest", one, other === undefined ? [] : [other.actor])]),
  ];
}

/** Decisions of the 14 days in the middle of the judged ones. */
function ofApprovers(ground: Ground): Planted[] {
  const days: [Day, Day] = [addDays(ground.from, 7), addDays(ground.from, 20)];
  const steps = feed(ground, "sharing_steps");
  const isLate = (row: Row) => dayOf(row) >= days[0] && dayOf(row) <= days[1];
  const decided = steps.filter((row) => row.step === "approved" && isLate(row));
  const [strict, friend] = [...group(decided, ({ actor_id }) => String(actor_id))]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([actor]) => actor);
  if (strict === undefined || friend === undefined) return [];
  const refused = new Set(
    decided
      .filter((row) => row.actor_id === strict && chance(ground, "refused", String(row.request_id)) < 0.7)
      .map(({ request_id }) => request_id),
  );
  const asked = group(
    steps.filter((row) => row.step === "requested" && isLate(row)),
    ({ actor_id }) => String(actor_id),
  );
  const [asker, requests] = [...asked].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const favoured = new Set(requests?.map(({ request_id }) => request_id) ?? []);
  const kept = steps.filter(
    ({ request_id, step }) =>
      !refused.has(request_id ?? null) ||
      ["requested", "risk_assessed", "rights_reviewed", "approved"].includes(String(step)),
  );
  for (const row of kept) {
    if (row.step !== "approved") continue;
    if (refused.has(row.request_id ?? null)) row.step = "denied";
    else if (favoured.has(row.request_id ?? null)) row.actor_id = friend;
  }
  ground.feeds.set("sharing_steps", kept);
  return [
    { type: "approval_odds", entity_type: "actor", entity: strict, days },
    { type: "approver_pair", entity_type: "actor", entity: friend, days, also: asker === undefined ? [] : [asker] },
  ];
}

/** One partner asks three times as often for ten days; another has two in three of its requests of three weeks for one purpose. */
function ofPartners(ground: Ground): Planted[] {
  const steps = feed(ground, "sharing_steps");
  const asked = group(
    steps.filter(({ step }) => step === "requested"),
    ({ partner }) => String(partner),
  );
  const [busy, other] = [...asked].sort(([, a], [, b]) => b.length - a.length).map(([partner]) => partner);
  if (busy === undefined || other === undefined) return [];
  const surge: [Day, Day] = [addDays(ground.from, 12), addDays(ground.from, 21)];
  const more = (asked.get(busy) ?? []).filter((row) => dayOf(row) >= surge[0] && dayOf(row) <= surge[1]);
  for (const copy of ["a", "b"])
    steps.push(...more.map((row) => ({ ...row, request_id: `${row.request_id}-${copy}`, object_id: null })));
  const shift: [Day, Day] = [addDays(ground.from, 5), addDays(ground.from, 26)];
  const purpose = asked.get(other)?.[0]?.purpose ?? null;
  const turned = new Set(
    (asked.get(other) ?? [])
      .filter((row) => dayOf(row) >= shift[0] && dayOf(row) <= shift[1])
      .map(({ request_id }) => request_id)
      .filter((id) => chance(ground, "purpose", String(id)) < 2 / 3),
  );
  for (const row of steps) if (turned.has(row.request_id ?? null)) row.purpose = purpose;
  return [
    { type: "request_surge", entity_type: "partner", entity: busy, days: surge },
    { type: "request_mix", entity_type: "partner", entity: other, days: shift },
  ];
}

function write(dir: string, world: SampleWorld, { ground, planted }: { ground: Ground; planted: readonly Planted[] }) {
  for (const folder of ["feeds/access", "truth"]) mkdirSync(join(dir, folder), { recursive: true });
  const put = (path: string, text: string) => writeFileSync(join(dir, path), text);
  put("feeds/settings.yaml", world.settings);
  for (const [name, { columns }] of world.feeds) put(`feeds/${name}.csv`, csv(tableOf(columns, feed(ground, name))));
  for (const [name, table] of world.access) put(`feeds/access/${name}.csv`, csv(table));
  const [columns = []] = [...world.access.values()].map((table) => table.columns);
  for (const [key, rows] of group(ground.added, (row) => `${row.source}-further-${dayOf(row)}`))
    put(`feeds/access/${key}.csv`, csv(tableOf(columns, rows)));
  const { first_day: start, last_day, eval_from, actors, events } = world;
  const scenarios = planted.map(({ type, entity_type, entity, days: [first_day, last], also = [] }) => ({
    id: `${type}-1`,
    type,
    entity_type,
    entity,
    first_day,
    last_day: last,
    also,
  }));
  const told = { start, days: eachDay(start, last_day).length, eval_from, actors, events, scenarios };
  put("truth/scenarios.json", `${JSON.stringify(told, null, 1)}\n`);
  process.stdout.write(`${dir}: ${planted.map(({ type, entity }) => `${type} ${entity}`).join(", ")}\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: "string" }, actors: { type: "string" }, days: { type: "string" }, rate: { type: "string" } },
});
const [dir] = positionals;
if (dir === undefined) throw new Error("name a folder to write");
const sizes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
const world = drawWorld(worldParameters({ ...sizes, planted: false }));
const ground: Ground = {
  seed: Number(values.seed ?? 0),
  from: world.eval_from,
  feeds: new Map([...world.feeds].map(([name, table]) => [name, rowsOf(table)])),
  events: [...world.access.values()].flatMap(rowsOf),
  added: [],
  used: new Set(),
};
write(resolve(dir), world, { ground, planted: [...ofReaders(ground), ...ofApprovers(ground), ...ofPartners(ground)] });
