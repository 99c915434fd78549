import { climate } from "./climate.js";
import { type Action, act, type Place, type SampleEvent } from "./events.js";
import type { Actor } from "./people.js";
import { isOnLeave, presence } from "./presence.js";
import { Random } from "./random.js";
import { Reader } from "./reading.js";
import type { Scene } from "./scene.js";

const HOUR = 3600;

/** Work comes in sittings of about this many acts, seconds apart on average; both fictional, as office logs look. */
const ACTS_PER_SITTING = 4;
const PAUSE_SECONDS = 150;

/** An evening's extra acts, on average. */
const EVENING_ACTS = 4;

/** A weekend visit: two hours into one's usual day, three hours long, a third of the usual work. */
const VISIT = { after: 2 * HOUR, lasts: 3 * HOUR, share: 0.33 };

/** Nobody but the watch works past this hour. */
const LATEST = 24 * HOUR - 600;

/** Of what readers take away, exported; of what they read, edited: rare ordinary acts. */
const EXPORTING = 0.03;
const EDITING = 0.02;

/** A mistyped password before a day's first login. */
const MISTYPED = 0.01;

/** Of refusals and errors together, the errors. */
const ERRORS = 0.3;

function sittings(random: Random, count: number, from: number, to: number): number[] {
  const times: number[] = [];
  while (times.length < count) {
    const size = Math.min(count - times.length, 1 + random.poisson(ACTS_PER_SITTING - 1));
    let at = random.between(from, to);
    for (let done = 0; done < size; done += 1, at += random.exponential(PAUSE_SECONDS)) times.push(Math.min(at, to));
  }
  return times.sort((a, b) => a - b);
}

function actionOf(actor: Actor, random: Random): Action {
  const { taking, printing } = actor.habits;
  if (!random.chance(taking)) return actor.role === "analyst" && random.chance(EDITING) ? "modify" : "view";
  if (actor.role === "analyst" && random.chance(EXPORTING)) return "export";
  return random.chance(printing) ? "print" : "download";
}

/** Second-of-day of each act of one person's day, in order; empty on a day off. */
function timesOf(scene: Scene, actor: Actor, day: number, random: Random): number[] {
  const { habits } = actor;
  const regular = presence(actor, scene.clock, day);
  const isAway = (actor.until !== null && day > actor.until) || day < actor.from || isOnLeave(actor, day);
  const mayVisit = regular === null && habits.shiftPhase === null && !isAway && random.chance(habits.weekends);
  const visit = {
    from: habits.startsAt + VISIT.after,
    to: habits.startsAt + VISIT.after + VISIT.lasts,
    share: VISIT.share,
  };
  const hours = regular ?? (mayVisit ? visit : null);
  if (hours === null) return [];
  const mean = habits.rate * hours.share * climate(scene.spells, actor, day);
  const count = random.negativeBinomial(mean, habits.size);
  if (actor.role === "service") {
    const step = (hours.to - hours.from) / Math.max(1, count);
    return Array.from({ length: count }, (_, index) => hours.from + index * step + random.between(0, 4));
  }
  const isLate = regular !== null && habits.shiftPhase === null && random.chance(habits.evenings);
  const evening = isLate ? sittings(random, 1 + random.poisson(EVENING_ACTS - 1), 19 * HOUR, 22.5 * HOUR) : [];
  const latest = habits.shiftPhase === null ? LATEST : Number.POSITIVE_INFINITY;
  return [...sittings(random, count, hours.from, hours.to), ...evening].filter((at) => at < latest);
}

/** Jobs of the service accounts by their turn: an index, a mirror, a count. */
const JOBS: readonly Action[] = ["view", "download", "search"];

function oneDay(reader: Reader, day: number): SampleEvent[] {
  const { scene, actor } = reader;
  const random = new Random(scene.world.seed, "day", actor.id, day);
  const place: Place = random.chance(actor.habits.travelling) ? 1 : 0;
  const times = timesOf(scene, actor, day, random).map((second) => scene.clock.instant(actor.nation.zone, day, second));
  const events: SampleEvent[] = [];
  const first = times[0];
  if (first !== undefined && actor.role !== "service") {
    if (random.chance(MISTYPED)) events.push(act(actor, first - 70, "login", { place, outcome: "denied" }));
    events.push(act(actor, first - 20, "login", { place }));
  }
  for (const at of times) {
    const job = actor.role === "service" ? (JOBS[actor.turn % JOBS.length] ?? "view") : null;
    const item =
      job === "search" || (job === null && random.chance(actor.habits.searching)) ? null : reader.next(day, random);
    if (item === null) {
      events.push(act(actor, at, "search", { place }));
    } else if (random.chance(actor.habits.failing)) {
      const refused = random.chance(ERRORS) ? null : reader.tooHigh(item, day, random);
      const outcome = refused === null ? "error" : "denied";
      events.push(act(actor, at, "view", { place, outcome, item: refused ?? item }));
    } else {
      events.push(act(actor, at, job ?? actionOf(actor, random), { place, item }));
    }
  }
  return events;
}

/** Everybody's ordinary days, person by person; a day before and after the window, for other time zones. */
export function ordinaryWork(scene: Scene): SampleEvent[] {
  return scene.actors.flatMap((actor) => {
    const reader = new Reader(scene, actor);
    return Array.from({ length: scene.world.days + 2 }, (_, index) => oneDay(reader, index - 1)).flat();
  });
}
