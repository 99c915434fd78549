/** A ratio as it stands in a sentence: one digit after the point. */
export function formatCount(value: number): string {
  return value.toFixed(1);
}

/** "1 step", "2 steps". */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
