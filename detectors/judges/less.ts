/**
 * Counts with `amount` taken away: from the places named in `order`, one after the other, none below zero. The same amount in
 * all, or all there is.
 */
export function drained(counts: readonly number[], order: readonly number[], amount: number): number[] {
  const left = [...counts];
  let rest = amount;
  for (const place of order) {
    const taken = Math.min(rest, left[place] ?? 0);
    left[place] = (left[place] ?? 0) - taken;
    rest -= taken;
  }
  return left;
}

/** Places of the nights of a window, tonight first; nights count backwards from 0. */
export function placesOfWindow(nights_ago: readonly number[], window_nights: number): number[] {
  return nights_ago
    .map((ago, place) => ({ ago, place }))
    .filter(({ ago }) => ago < window_nights)
    .sort((a, b) => a.ago - b.ago)
    .map(({ place }) => place);
}

/** Aligned lists without the places at which `counts` holds nothing: what did not happen is on no list. */
export function withoutEmpty<L extends Readonly<Record<string, readonly unknown[]>>>(
  lists: L,
  counts: readonly number[],
): L {
  const kept = Object.entries(lists).map(([name, list]) => [name, list.filter((_, place) => (counts[place] ?? 0) > 0)]);
  return Object.fromEntries(kept) as L;
}
