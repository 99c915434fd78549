import type { Agreement } from "./agreements.js";
import { COLLECTIONS, isWithin, LEVELS, type Level } from "./collections.js";
import { HOME } from "./nations.js";
import { Random } from "./random.js";
import type { WorldParameters } from "./world.js";

/** One item. `created`, `lastUse`, `destroyBy` are day numbers in the home zone; `bytes` its size. */
export interface Item {
  readonly id: string;
  readonly collection: string;
  readonly originator: string;
  readonly level: Level;
  readonly marking: string;
  /** Partners in the marking's REL TO list, alphabetical; empty for home's own eyes. */
  readonly releasable: readonly string[];
  readonly created: number;
  /** Last day on which anybody still works with it: some days before it is destroyed. */
  readonly lastUse: number;
  readonly destroyBy: number | null;
  readonly bytes: number;
  /** Weight with which readers come upon it: heavy-tailed. */
  readonly renown: number;
}

/** Items in a collection before the world begins, and new ones a day: a year's growth at the same pace is about 200. */
const STOCK = 60;
const NEW_A_DAY = 0.55;

/** Days of earlier life of the stock. */
const STOCK_AGE_DAYS = 110;

/** Shares, fictional: half of all material is SECRET, an eighth stays at home, a third comes from partners. */
const LEVEL_WEIGHTS = [3, 4, 1];
const HOME_ONLY = 0.12;
const FROM_PARTNER = 0.33;
const ORIGINATOR_CONTROLLED = 0.1;
const ON_LIST = 0.7;

/** One item in eight has an end; it is laid aside this many days before, and destroyed a day or two before the end. */
const ENDING = 0.125;
export const LAID_ASIDE_DAYS = 4;

/** Median size (bytes) and log standard deviation: sizes from a few kB to tens of MB. */
const SIZE_MEDIAN = 60_000;
const SIZE_SIGMA = 1.3;

function drawItem(
  random: Random,
  id: string,
  collection: string,
  created: number,
  agreements: readonly Agreement[],
): Item {
  const level = random.weighted(LEVELS, LEVEL_WEIGHTS);
  const eligible = agreements.filter((each) => each.collections.includes(collection) && isWithin(level, each.ceiling));
  const listed = eligible.map(({ partner }) => partner).filter(() => random.chance(ON_LIST));
  const isHomeOnly = listed.length === 0 || random.chance(HOME_ONLY);
  const releasable = isHomeOnly ? [] : listed.sort();
  const originator = !isHomeOnly && random.chance(FROM_PARTNER) ? random.pick(releasable) : HOME;
  const control = random.chance(ORIGINATOR_CONTROLLED) ? "ORCON/" : "";
  const audience = isHomeOnly ? "NOFORN" : `REL TO ${[HOME, ...releasable].join(", ")}`;
  const destroyBy = random.chance(ENDING) ? Math.max(created, 0) + 30 + random.below(200) : null;
  return {
    id,
    collection,
    originator,
    level,
    marking: `${level}//${control}${audience}`,
    releasable,
    created,
    lastUse: destroyBy === null ? Number.POSITIVE_INFINITY : destroyBy - LAID_ASIDE_DAYS,
    destroyBy,
    bytes: Math.round(random.lognormal(SIZE_MEDIAN, SIZE_SIGMA)) + 500,
    renown: random.lognormal(1, 1),
  };
}

/** Every item of the world, oldest first; an id tells its age and nothing else. */
export function drawMaterial(world: WorldParameters, agreements: readonly Agreement[]): Item[] {
  const random = new Random(world.seed, "material");
  const births = COLLECTIONS.flatMap(({ name }) => [
    ...Array.from({ length: STOCK }, () => ({ name, created: -1 - random.below(STOCK_AGE_DAYS) })),
    ...Array.from({ length: random.poisson(NEW_A_DAY * world.days) }, () => ({
      name,
      created: random.below(world.days),
    })),
  ]);
  births.sort((a, b) => a.created - b.created);
  return births.map(({ name, created }, index) =>
    drawItem(random, `ITM-${String(index + 1).padStart(5, "0")}`, name, created, agreements),
  );
}

/** Whether an item can be opened on a home-zone day: registered at least two days before, so in every zone. */
export function isOpen(item: Item, day: number): boolean {
  return item.created + 2 <= day && day <= item.lastUse;
}
