import type { WorldClock } from "./clock.js";
import { isMonthEnd, isWorkday } from "./nations.js";
import type { Actor } from "./people.js";

/** When somebody is at work on a day of their own: seconds after local midnight, and work as a share of an ordinary day. */
export interface Presence {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

const HOUR = 3600;

/** Two days, two evenings, two nights, two off: the slow forward rotation. Hours at which a shift begins. */
const SHIFT_STARTS = [7, 7, 15, 15, 23, 23, null, null];
const SHIFT_SECONDS = 8 * HOUR;

/** Monday … Sunday, as shares of an ordinary working day: fictional, Fridays short. */
const WEEKDAY_SHARE = [1.05, 1.1, 1.05, 1, 0.8, 0.9, 0.9];

/** Returns and reports at the end of a month. */
const MONTH_END_SHARE = 1.35;

/** A duty weekend is quiet work. */
const DUTY_SHARE = 0.4;

/** Remainder in [0, n), also for days before the world. */
function modulo(value: number, n: number): number {
  return ((value % n) + n) % n;
}

export function isOnLeave(actor: Actor, day: number): boolean {
  return actor.habits.leaves.some(([first, last]) => first <= day && day <= last);
}

function isEmployed(actor: Actor, day: number): boolean {
  return actor.from <= day && (actor.until === null || day <= actor.until);
}

/** Whether the weekly weekend duty of an actor's role is theirs; roles take turns by week. */
function hasDuty(actor: Actor, day: number, rota: number): boolean {
  return modulo(Math.floor(day / 7), rota) === actor.turn % rota;
}

/** Roles that keep a weekend duty, so that urgent requests never wait for Monday. People to a rota. */
const DUTY_ROTA: Readonly<Record<string, number>> = {
  assessor: 3,
  approver: 3,
  releaser: 3,
  rights_reviewer: 2,
  liaison: 3,
};

/** The regular presence of an actor on a day of its own zone; null when away. Chance visits at weekends are the day's own. */
export function presence(actor: Actor, clock: WorldClock, day: number): Presence | null {
  if (!isEmployed(actor, day) || isOnLeave(actor, day)) return null;
  const { startsAt, worksFor, shiftPhase } = actor.habits;
  const weekday = WEEKDAY_SHARE[clock.plain(day).dayOfWeek - 1] ?? 1;
  if (actor.role === "service") return { from: startsAt, to: startsAt + 2 * HOUR, share: 1 };
  if (shiftPhase !== null) {
    const start = SHIFT_STARTS[modulo(day + shiftPhase, SHIFT_STARTS.length)] ?? null;
    return start === null ? null : { from: start * HOUR, to: start * HOUR + SHIFT_SECONDS, share: 1 };
  }
  const hours = { from: startsAt, to: startsAt + worksFor };
  if (isWorkday(actor.nation, clock, day)) {
    return { ...hours, share: weekday * (isMonthEnd(actor.nation, clock, day) ? MONTH_END_SHARE : 1) };
  }
  const rota = DUTY_ROTA[actor.role];
  return rota !== undefined && hasDuty(actor, day, rota) ? { ...hours, share: DUTY_SHARE } : null;
}
