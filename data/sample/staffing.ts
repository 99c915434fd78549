import type { Actor } from "./people.js";
import { presence } from "./presence.js";
import type { Random } from "./random.js";
import type { Scene } from "./scene.js";

/** Days ahead that are searched for somebody at work; longer than any holiday and leave together. */
const AHEAD_DAYS = 40;

/** Work begun is done within this long of the earliest moment somebody could: seconds, so that it falls inside a day. */
const WITHIN_SECONDS = 3 * 3600;

/** Nobody starts on a request in the last minutes of a day. Seconds. */
const CLOSING_SECONDS = 900;

/**
 * Who of `pool` does the next step of a request and when: the first day from `after` on which somebody is at work, in
 * working hours of theirs, a drawn person. Null when nobody is for 40 days.
 */
export function nextAtWork(
  scene: Scene,
  pool: readonly Actor[],
  after: number,
  random: Random,
): { readonly actor: Actor; readonly at: number } | null {
  const zone = pool[0]?.nation.zone;
  if (zone === undefined) return null;
  const first = scene.clock.dayOf(zone, after);
  for (let day = first; day < first + AHEAD_DAYS; day += 1) {
    for (const actor of random.sample(pool, pool.length)) {
      const hours = presence(actor, scene.clock, day);
      if (hours === null) continue;
      const opens = Math.max(after, scene.clock.instant(zone, day, hours.from));
      const closes = scene.clock.instant(zone, day, hours.to) - CLOSING_SECONDS;
      if (opens < closes)
        return { actor, at: Math.round(random.between(opens, Math.min(closes, opens + WITHIN_SECONDS))) };
    }
  }
  return null;
}
