import { COLLECTIONS, isWithin } from "./collections.js";
import { type Item, isOpen } from "./material.js";
import { type Actor, mayRead, unitOn } from "./people.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";

/** A collection of one's own unit is read this many times as much as any other one holds rights to; fictional. */
const OWN_UNIT_WEIGHT = 12;

/** Gamma shape of tastes: below one, so that everybody has a few favourite collections and keeps them. */
const TASTE_SHAPE = 0.6;

/** Earlier readings drawn before the first day, so that the first week is not all novelty. */
const WARM_UP = 60;

/** Items looked at on a shelf before one is taken: the best known of these; and tries before giving up. */
const LOOKED_AT = 3;
const TRIES = 12;

const OWNERS = new Map(COLLECTIONS.map(({ name, unit }) => [name, unit]));

/**
 * What one reader opens next: something read before, in proportion to how often (a Chinese-restaurant memory, so that
 * favourites persist and counts are heavy-tailed), or with the person's novelty rate something new to them.
 */
export class Reader {
  readonly #memory: Item[] = [];
  readonly #tastes: ReadonlyMap<string, number>;

  constructor(
    readonly scene: Scene,
    readonly actor: Actor,
  ) {
    const random = new Random(scene.world.seed, "taste", actor.id);
    this.#tastes = new Map([...scene.shelves.keys()].map((name) => [name, random.gamma(TASTE_SHAPE) + 0.05]));
    const first = Math.max(0, actor.from);
    for (let drawn = 0; drawn < WARM_UP; drawn += 1) this.next(first, random);
  }

  /** Whether this reader may open an item on a day of their own: right, clearance, releasability, and the item's life. */
  may(item: Item, day: number): boolean {
    const { actor } = this;
    const isReleasable = actor.role !== "liaison" || item.releasable.includes(actor.nation.code);
    return (
      isReleasable && isOpen(item, day) && isWithin(item.level, actor.clearance) && mayRead(actor, item.collection, day)
    );
  }

  /** The next item, or null when nothing suitable was come upon. */
  next(day: number, random: Random): Item | null {
    const found = random.chance(this.actor.habits.novelty) ? null : this.#again(day, random);
    const item = found ?? this.#fresh(day, random);
    if (item !== null) this.#memory.push(item);
    return item;
  }

  #again(day: number, random: Random): Item | null {
    for (let tried = 0; tried < TRIES && this.#memory.length > 0; tried += 1) {
      const item = random.pick(this.#memory);
      if (this.may(item, day)) return item;
    }
    return null;
  }

  #fresh(day: number, random: Random): Item | null {
    const { actor, scene } = this;
    const unit = unitOn(actor, day);
    const names = [...this.#tastes.keys()].filter((name) => mayRead(actor, name, day));
    if (names.length === 0) return null;
    const weights = names.map(
      (name) => (this.#tastes.get(name) ?? 0) * (OWNERS.get(name) === unit ? OWN_UNIT_WEIGHT : 1),
    );
    const shelf = scene.shelves.get(random.weighted(names, weights)) ?? [];
    const seen: Item[] = [];
    for (let tried = 0; tried < TRIES * LOOKED_AT && seen.length < LOOKED_AT; tried += 1) {
      const item = random.pick(shelf);
      if (this.may(item, day)) seen.push(item);
    }
    return seen.sort((a, b) => b.renown - a.renown)[0] ?? null;
  }

  /** An item of a collection this reader works with, but above their clearance: the usual reason of a refusal. */
  tooHigh(near: Item, day: number, random: Random): Item | null {
    const shelf = this.scene.shelves.get(near.collection) ?? [];
    for (let tried = 0; tried < TRIES; tried += 1) {
      const item = random.pick(shelf);
      if (isOpen(item, day) && !isWithin(item.level, this.actor.clearance)) return item;
    }
    return null;
  }
}
