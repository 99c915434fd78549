import { parseMarking } from "../../data/markings/parse.js";
import { levelRank, SHIPPED_POLICY } from "../../data/policy/policy.js";
import type { Level } from "../../data/policy/schema.js";

/** What a mix of classes is asked for: how much of it is at this level or above. */
export const LEVELS_ASKED = [
  { level: "TOP SECRET", unit: "objects of the highest class" },
  { level: "SECRET", unit: "objects of SECRET or above" },
] as const satisfies readonly { level: Level; unit: string }[];

/** The rank of each class named, by its first block as read by the home nation's rules; null where that says no level. */
export function classRanks(classes: Iterable<string>, home: string): ReadonlyMap<string, number | null> {
  const ranks = new Map<string, number | null>();
  for (const text of classes) {
    if (ranks.has(text)) continue;
    const { marking } = parseMarking(text, SHIPPED_POLICY, home);
    ranks.set(text, marking === null ? null : levelRank(marking.level));
  }
  return ranks;
}

/** Objects by night: those at a level or above it, among all whose class says a level. */
export interface ClassNights {
  readonly nights_ago: readonly number[];
  readonly classes: readonly string[];
  readonly object_counts: readonly number[];
  readonly weights: readonly number[];
}

/** The nights of one mix as a share of what is at `level` or above. */
export function shareAtLeast(
  { nights_ago, classes, object_counts, weights }: ClassNights,
  level: Level,
  ranks: ReadonlyMap<string, number | null>,
) {
  const least = levelRank(level);
  const nights = new Map<number, { high: number; all: number; weight: number }>();
  nights_ago.forEach((ago, i) => {
    const rank = ranks.get(classes[i] ?? "") ?? null;
    if (rank === null) return;
    const night = nights.get(ago) ?? { high: 0, all: 0, weight: weights[i] ?? 1 };
    nights.set(ago, night);
    const count = object_counts[i] ?? 0;
    night.all += count;
    if (rank >= least) night.high += count;
  });
  const own = [...nights.values()];
  return {
    nights_ago: [...nights.keys()],
    weights: own.map(({ weight }) => weight),
    successes: own.map(({ high }) => high),
    trials: own.map(({ all }) => all),
  };
}
