import type { Agreement } from "./agreements.js";
import { COLLECTIONS, collectionsOf, DESK_UNIT, LEVELS, type Level, UNITS, WATCH_UNIT } from "./collections.js";
import { drawHabits, type Habits } from "./habits.js";
import type { Nation } from "./nations.js";
import { Random } from "./random.js";
import type { WorldParameters } from "./world.js";

export type Role =
  | "analyst"
  | "assessor"
  | "rights_reviewer"
  | "approver"
  | "releaser"
  | "reviewer"
  | "liaison"
  | "service";

/** A right to read one collection, by day numbers; `until` is its last day. */
export interface Grant {
  readonly collection: string;
  readonly from: number;
  readonly until: number | null;
}

/** A person or service account. Day numbers are in its own zone; `until` is the last day. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly nation: Nation;
  /** As the directory has it at the end of the world. */
  readonly unit: string;
  readonly clearance: Level;
  readonly from: number;
  readonly until: number | null;
  readonly trainingUntil: number;
  readonly move: { readonly day: number; readonly before: string } | null;
  readonly grants: readonly Grant[];
  readonly habits: Habits;
  /** Position in its role's rota. */
  readonly turn: number;
}

/** Shares of the head count by role, fictional: most are readers, the release desk is small, four people to a partner. */
const SHARES: readonly (readonly [Role, share: number, least: number])[] = [
  ["assessor", 0.042, 3],
  ["rights_reviewer", 0.025, 2],
  ["approver", 0.042, 3],
  ["releaser", 0.034, 3],
  ["reviewer", 0.017, 2],
  ["service", 0.034, 3],
];
const LIAISON_SHARE = 0.3;
const LIAISON_LEAST = 3;

/** Of the readers: joiners and leavers in the window, and movers between units (never on the watch). */
const JOINER = 0.07;
const LEAVER = 0.05;
const MOVER = 0.06;

/** Where in the window people join, leave and move, as shares of it: with history before and some life after. */
const CHANGE_WITHIN = [0.25, 0.8] as const;

/** Days for which a mover keeps the old rights, for handing over. */
const HANDOVER_DAYS = 14;

/** The standing rights of everybody, days before the world: recent enough that none passes a year's recertification in 120 days. */
const LONG_AGO_DAYS = [30, 230] as const;

/** Collections of other units that a reader may also read; fictional, one in five. */
const FOREIGN_RIGHTS = 3;

function unitGrants(unit: string, from: number, until: number | null, random: Random): Grant[] {
  const others = COLLECTIONS.map(({ name }) => name).filter((name) => !collectionsOf(unit).includes(name));
  return [...collectionsOf(unit), ...random.sample(others, FOREIGN_RIGHTS)].map((collection) => ({
    collection,
    from,
    until,
  }));
}

function drawReader(
  random: Random,
  world: WorldParameters,
  unit: string,
): Pick<Actor, "from" | "until" | "move" | "grants"> {
  const longAgo = -Math.round(random.between(...LONG_AGO_DAYS));
  const fate = unit === WATCH_UNIT ? 1 : random.uniform();
  const day = Math.round(random.between(...CHANGE_WITHIN) * world.days);
  if (fate < JOINER) return { from: day, until: null, move: null, grants: unitGrants(unit, day, null, random) };
  if (fate < JOINER + LEAVER)
    return { from: longAgo, until: day, move: null, grants: unitGrants(unit, longAgo, day, random) };
  if (fate >= JOINER + LEAVER + MOVER) {
    return { from: longAgo, until: null, move: null, grants: unitGrants(unit, longAgo, null, random) };
  }
  const before = random.pick(UNITS.filter((each) => each !== unit && each !== WATCH_UNIT));
  const after = unitGrants(unit, day, null, random);
  const kept = after.map(({ collection }) => collection);
  const old = unitGrants(before, longAgo, day + HANDOVER_DAYS, random).filter(
    ({ collection }) => !kept.includes(collection),
  );
  return { from: longAgo, until: null, move: { day, before }, grants: [...after, ...old] };
}

/** Readers cleared to SECRET only, so that refusals have their usual reason; everybody else holds the highest clearance. */
const SECRET_ONLY = 0.6;

function clearanceOf(role: Role, random: Random): Level {
  return role === "analyst" && random.chance(SECRET_ONLY) ? LEVELS[1] : LEVELS[2];
}

/** Everybody, in an order that tells nothing: sorted by id, and an id is drawn. */
export function drawActors(
  world: WorldParameters,
  nations: readonly Nation[],
  agreements: readonly Agreement[],
): Actor[] {
  const home = nations[0];
  if (home === undefined) return [];
  const used = new Set<string>();
  const make = (role: Role, nation: Nation, unit: string, turn: number, label: string): Actor => {
    const random = new Random(world.seed, "actor", label);
    let id = "";
    while (id === "" || used.has(id))
      id = `K${random.below(1_048_576).toString(32).padStart(4, "0")}${10 + random.below(90)}`;
    used.add(id);
    const longAgo = -Math.round(random.between(...LONG_AGO_DAYS));
    const names =
      agreements.find(({ partner }) => partner === nation.code)?.collections ?? COLLECTIONS.map(({ name }) => name);
    const standing = {
      from: longAgo,
      until: null,
      move: null,
      grants: names.map((collection) => ({ collection, from: longAgo, until: null })),
    };
    return {
      id: role === "service" ? `svc-${id.toLowerCase()}` : id,
      role,
      nation,
      unit,
      clearance: clearanceOf(role, random),
      ...(role === "analyst" ? drawReader(random, world, unit) : standing),
      trainingUntil: world.days + 30 + random.below(300),
      habits: drawHabits(random, world, { role, isWatch: unit === WATCH_UNIT, nation: nation.code }),
      turn,
    };
  };
  const desk = SHARES.flatMap(([role, share, least]) =>
    Array.from({ length: Math.max(least, Math.round(share * world.actors)) }, (_, turn) =>
      make(role, home, role === "service" ? "SYSTEMS" : DESK_UNIT, turn, `${role}-${turn}`),
    ),
  );
  const partners = nations.slice(1);
  const each = Math.max(LIAISON_LEAST, Math.round((LIAISON_SHARE * world.actors) / partners.length));
  const liaisons = partners.flatMap((nation) =>
    Array.from({ length: each }, (_, turn) =>
      make("liaison", nation, `${nation.code}-LIAISON`, turn, `${nation.code}-${turn}`),
    ),
  );
  const readers = Array.from({ length: Math.max(0, world.actors - desk.length - liaisons.length) }, (_, turn) =>
    make("analyst", home, UNITS[turn % UNITS.length] ?? WATCH_UNIT, Math.floor(turn / UNITS.length), `analyst-${turn}`),
  );
  return [...desk, ...liaisons, ...readers].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The unit an actor worked in on a day. */
export function unitOn(actor: Actor, day: number): string {
  return actor.move !== null && day < actor.move.day ? actor.move.before : actor.unit;
}

/** Whether a right to a collection holds on a day. */
export function mayRead(actor: Actor, collection: string, day: number): boolean {
  return actor.grants.some((g) => g.collection === collection && g.from <= day && (g.until === null || day <= g.until));
}
