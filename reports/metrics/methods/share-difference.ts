import { type Interval, wilsonInterval } from "../../../data/statistics/intervals.js";

/** Successes among trials. */
export interface CountedShare {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * A share less another, with Newcombe’s hybrid score interval; the shares are of different things. Both denominators are
 * above 0.
 *
 * source   Newcombe 1998, Statistics in Medicine 17:873, method 10
 */
export function shareDifference(
  one: CountedShare,
  other: CountedShare,
  level: number,
): Interval & { readonly difference: number } {
  const [p, q] = [one.numerator / one.denominator, other.numerator / other.denominator];
  const a = wilsonInterval(one.numerator, one.denominator, level);
  const b = wilsonInterval(other.numerator, other.denominator, level);
  const difference = p - q;
  return {
    difference,
    lower: difference - Math.hypot(p - a.lower, b.upper - q),
    upper: difference + Math.hypot(a.upper - p, q - b.lower),
  };
}
