import type { Actor } from "./people.js";
import { unitOn } from "./people.js";
import type { WorldParameters } from "./world.js";

/** A stretch of days on which a whole unit, or a partner's people, do more. Nobody's own change. */
export interface Spell {
  readonly what: "crisis" | "exercise";
  readonly units: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly factor: number;
}

/**
 * Two crises, one in the history and one in the judged days, and a declared exercise with one partner in the judged days.
 * Places in the window and factors are fictional: large enough to be seen in one person alone, shared so that it explains itself.
 */
export function spells(world: WorldParameters): Spell[] {
  const at = (share: number): number => Math.round(share * world.days);
  return [
    { what: "crisis", units: ["NET"], first: at(0.48), last: at(0.48) + 6, factor: 2.3 },
    { what: "crisis", units: ["HEALTH"], first: at(0.84), last: at(0.84) + 4, factor: 2 },
    { what: "exercise", units: ["AIR", "XLO-LIAISON"], first: at(0.9), last: at(0.9) + 2, factor: 1.7 },
  ];
}

/** What the spells in force make of an actor's ordinary day: a product of factors, 1 when there is none. */
export function climate(all: readonly Spell[], actor: Actor, day: number): number {
  const unit = unitOn(actor, day);
  return all
    .filter((spell) => spell.first <= day && day <= spell.last && spell.units.includes(unit))
    .reduce((product, spell) => product * spell.factor, 1);
}
