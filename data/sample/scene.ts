import { group } from "d3-array";
import { type Agreement, drawAgreements } from "./agreements.js";
import { type Spell, spells } from "./climate.js";
import { HOME_ZONE, WorldClock } from "./clock.js";
import { drawMaterial, type Item } from "./material.js";
import { drawNations, type Nation } from "./nations.js";
import { type Actor, drawActors } from "./people.js";
import type { WorldParameters } from "./world.js";

/** Everything that stands before anybody does anything. `begin` and `end` bound the logs: epoch seconds, end excluded. */
export interface Scene {
  readonly world: WorldParameters;
  readonly clock: WorldClock;
  readonly begin: number;
  readonly end: number;
  readonly nations: readonly Nation[];
  readonly agreements: readonly Agreement[];
  readonly items: readonly Item[];
  readonly shelves: ReadonlyMap<string, readonly Item[]>;
  readonly actors: readonly Actor[];
  readonly spells: readonly Spell[];
}

export function drawScene(world: WorldParameters): Scene {
  const clock = new WorldClock(world.start);
  const nations = drawNations(world, clock);
  const agreements = drawAgreements(world.seed, nations.slice(1));
  const items = drawMaterial(world, agreements);
  return {
    world,
    clock,
    begin: clock.midnight(HOME_ZONE, 0),
    end: clock.midnight(HOME_ZONE, world.days),
    nations,
    agreements,
    items,
    shelves: group(items, ({ collection }) => collection),
    actors: drawActors(world, nations, agreements),
    spells: spells(world),
  };
}
