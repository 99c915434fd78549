export type Level = "CONFIDENTIAL" | "SECRET" | "TOP SECRET";

/** From the lowest to the highest. */
export const LEVELS = ["CONFIDENTIAL", "SECRET", "TOP SECRET"] as const satisfies readonly Level[];

export function isWithin(level: Level, ceiling: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(ceiling);
}

/** Bodies of material, two to each home unit: the first unit owns the first two, and so on. */
export const UNITS = ["SEA", "AIR", "NET", "MONEY", "HEALTH", "BORDER", "RELIEF", "WATCH"] as const;

/** The unit whose people keep the watch around the clock, in rotating shifts. */
export const WATCH_UNIT = "WATCH";

export const DESK_UNIT = "RELEASE-DESK";

const NAMES = [
  "HARBOURS",
  "STRAITS",
  "AIRLANES",
  "ORBITS",
  "NETWORKS",
  "INTRUSIONS",
  "LEDGERS",
  "SANCTIONS",
  "PATHOGENS",
  "REACTORS",
  "FRONTIERS",
  "CROSSINGS",
  "FLOODS",
  "WILDFIRES",
  "CONVOYS",
  "ALERTS",
];

export const COLLECTIONS: readonly { readonly name: string; readonly unit: string }[] = NAMES.map((name, index) => ({
  name,
  unit: UNITS[Math.floor(index / 2)] ?? WATCH_UNIT,
}));

export function collectionsOf(unit: string): string[] {
  return COLLECTIONS.filter((collection) => collection.unit === unit).map(({ name }) => name);
}
