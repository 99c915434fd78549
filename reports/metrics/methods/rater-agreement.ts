import { normalQuantile } from "../../../data/statistics/normal.js";

/** Agreement of two reviewers beyond chance. Kappa and its interval are null where chance alone would agree always. */
export interface RaterAgreement {
  readonly count: number;
  /** Share decided alike, and what chance would give from each one's own habits; null without cases. */
  readonly observed: number | null;
  readonly by_chance: number | null;
  readonly kappa: number | null;
  readonly std_error: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Cohen's kappa of two reviewers over the same cases: (p_o − p_e)/(1 − p_e), with the large-sample interval.
 *
 * pairs    the category that each chose for one case, in any order of cases
 * source   Cohen 1960; standard error: Fleiss, Cohen & Everitt 1969, doi:10.1037/h0028106
 */
export function raterAgreement(pairs: readonly (readonly [string, string])[], level: number): RaterAgreement {
  const n = pairs.length;
  const nothing = { kappa: null, std_error: null, lower: null, upper: null };
  if (n === 0) return { count: 0, observed: null, by_chance: null, ...nothing };
  const first = shares(pairs.map(([a]) => a));
  const second = shares(pairs.map(([, b]) => b));
  const observed = pairs.filter(([a, b]) => a === b).length / n;
  const by_chance = [...first].reduce((sum, [category, share]) => sum + share * (second.get(category) ?? 0), 0);
  if (1 - by_chance < Number.EPSILON) return { count: n, observed, by_chance, ...nothing };
  const kappa = (observed - by_chance) / (1 - by_chance);
  const moments = pairs.reduce((sum, [a, b]) => {
    const marginal = (second.get(a) ?? 0) + (first.get(b) ?? 0);
    if (a !== b) return sum + ((1 - kappa) * marginal) ** 2 / n;
    const own = (first.get(a) ?? 0) + (second.get(a) ?? 0);
    return sum + (1 - own * (1 - kappa)) ** 2 / n;
  }, 0);
  const variance = (moments - (kappa - by_chance * (1 - kappa)) ** 2) / (n * (1 - by_chance) ** 2);
  const std_error = Math.sqrt(Math.max(0, variance));
  const half = normalQuantile(0.5 + level / 2) * std_error;
  return {
    ...{ count: n, observed, by_chance, kappa, std_error },
    lower: Math.max(-1, kappa - half),
    upper: Math.min(1, kappa + half),
  };
}

function shares(categories: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const category of categories) found.set(category, (found.get(category) ?? 0) + 1 / categories.length);
  return found;
}
