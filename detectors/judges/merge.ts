import { acat } from "../../data/statistics/combine.js";
import type { DiscreteLaw } from "../../data/statistics/laws.js";
import { countQuantile } from "../../data/statistics/p-values.js";

/** One look at a case: the p-values of one window or one count. */
export interface Look {
  readonly p_value: number;
  readonly p_mid: number;
}

/** Share of ordinary nights that fall below, and above, the interval a verdict shows: half of 1 in 100 each. */
const OUTSIDE = 0.005;

/**
 * Several looks at the same case as one: Cauchy combination of their p-values, and the look that speaks loudest (the first
 * of equals). Null without a look.
 */
export function mergeLooks<L extends Look>(
  looks: readonly L[],
): { readonly p_value: number; readonly p_mid: number; readonly loudest: L } | null {
  const [first] = looks;
  if (first === undefined) return null;
  const p_value = positive(acat(looks.map((look) => look.p_value)));
  return {
    p_value,
    p_mid: Math.min(positive(acat(looks.map((look) => look.p_mid))), p_value),
    loudest: looks.reduce((loudest, look) => (look.p_mid < loudest.p_mid ? look : loudest), first),
  };
}

/** Where 99 of 100 ordinary nights fall, in counts. */
export function ordinaryInterval(law: DiscreteLaw): [number, number] {
  return [countQuantile(law, OUTSIDE), countQuantile(law, 1 - OUTSIDE)];
}

function positive(p: number): number {
  return Math.min(Math.max(p, Number.MIN_VALUE), 1);
}
