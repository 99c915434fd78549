/**
 * An entity's nights with activity, aligned lists. Nights count backwards: 0 is tonight, 1 the night before; any order, each
 * night once, nights without activity left out.
 */
export interface Nights {
  readonly nights_ago: readonly number[];
  /** How much each night counts in what is ordinary, in [0, 1]; all fully where absent. Windows that end tonight count fully. */
  readonly weights?: readonly number[];
}

/** Nights of history below which a detector has no opinion of anybody: two weeks, each weekday twice. */
export const HISTORY_NIGHTS_MIN = 14;

/** How far back the oldest night of any entity lies; 0 where there is none. */
export function historyNights(entities: readonly Nights[]): number {
  let oldest = 0;
  for (const { nights_ago } of entities) for (const ago of nights_ago) if (ago > oldest) oldest = ago;
  return oldest;
}

/** Whether the entity was active tonight. */
export function isActiveTonight({ nights_ago }: Nights): boolean {
  return nights_ago.includes(0);
}

/** The list with `count` more tonight; unchanged where there was no activity tonight. */
export function moreTonight(nights_ago: readonly number[], counts: readonly number[], count: number): number[] {
  return counts.map((held, i) => (nights_ago[i] === 0 ? held + count : held));
}
