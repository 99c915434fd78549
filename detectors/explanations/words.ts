export { counted as count } from "../../data/words.js";

/** A ratio as it stands in a sentence: one digit after the point. */
export function formatCount(value: number): string {
  return value.toFixed(1);
}
