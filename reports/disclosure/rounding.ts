/** Beyond the digits that a base of a thousandth needs: what binary fractions add is taken off. */
const DIGITS = 12;

/** The nearest multiple of a base, halves away from zero: conventional rounding. Source: OECD Glossary of Statistical Terms. */
export function toBase(value: number, base: number): number {
  return tidy(Math.sign(value) * Math.floor(Math.abs(value) / base + 0.5) * base);
}

/** An interval with its ends on multiples of a base, so that it covers what it covered; open ends stay open. */
export function outward(
  [low, high]: readonly [number | null, number | null],
  base: number,
): [number | null, number | null] {
  return [
    low === null ? null : tidy(Math.floor(tidy(low / base)) * base),
    high === null ? null : tidy(Math.ceil(tidy(high / base)) * base),
  ];
}

function tidy(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
