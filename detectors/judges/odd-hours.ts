/** Hours of a day. */
export const HOURS = 24;

/** Half of an hour's acts stay in it and a quarter goes to each neighbour: nobody keeps the clock to the hour. */
const NEIGHBOUR_SHARE = 0.25;

/** A flat start of half an act an hour, so that no hour is impossible for a whole group. */
const GROUP_START = 0.5;

/** Acts by hour, smoothed around the clock. */
export function smoothed(acts: readonly number[]): number[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    const before = acts[(hour + HOURS - 1) % HOURS] ?? 0;
    const after = acts[(hour + 1) % HOURS] ?? 0;
    return NEIGHBOUR_SHARE * (before + after) + (1 - 2 * NEIGHBOUR_SHARE) * (acts[hour] ?? 0);
  });
}

/** A group's share of each hour, from the smoothed acts of its members. */
export function groupProfile(members: readonly (readonly number[])[]): number[] {
  const acts = Array.from({ length: HOURS }, (_, hour) =>
    members.reduce((sum, member) => sum + (member[hour] ?? 0), GROUP_START),
  );
  const total = acts.reduce((sum, count) => sum + count, 0);
  return acts.map((count) => count / total);
}

/** A person's odd hours, and the share of their acts that is expected in them. */
export interface OddHours {
  readonly isOdd: readonly boolean[];
  readonly mass: number;
}

/**
 * The least likely hours of a person that together hold at most `mass_max` of their acts: what is left outside the region of
 * highest density. A shift worker's profile is flat, so few hours are odd; a clerk's nights all are.
 *
 * acts        smoothed acts by hour of the person's past
 * group       the peers' share of each hour, with the weight of `prior_acts` acts
 *
 * source      Hyndman 1996, The American Statistician 50:120
 */
export function oddHours(
  acts: readonly number[],
  group: readonly number[],
  { prior_acts, mass_max }: { readonly prior_acts: number; readonly mass_max: number },
): OddHours {
  const total = acts.reduce((sum, count) => sum + count, 0);
  const shares = group.map((share, hour) => ((acts[hour] ?? 0) + prior_acts * share) / (total + prior_acts));
  const isOdd = new Array<boolean>(HOURS).fill(false);
  let mass = 0;
  const byShare = shares.map((share, hour) => ({ share, hour })).sort((a, b) => a.share - b.share || a.hour - b.hour);
  for (const { share, hour } of byShare) {
    if (mass + share > mass_max) break;
    mass += share;
    isOdd[hour] = true;
  }
  return { isOdd, mass };
}

/** Hours as stretches of the clock, one that passes midnight in one piece: "21:00 to 05:00"; "none" for none. */
export function hourRanges(hours: readonly number[]): string {
  const isIn = new Set(hours);
  if (isIn.size === HOURS) return "all";
  const begins = [...isIn].filter((hour) => !isIn.has((hour + HOURS - 1) % HOURS)).sort((a, b) => a - b);
  const clock = (hour: number) => `${String(hour % HOURS).padStart(2, "0")}:00`;
  const ranges = begins.map((from) => {
    let to = from + 1;
    while (isIn.has(to % HOURS)) to += 1;
    return `${clock(from)} to ${clock(to)}`;
  });
  return ranges.length === 0 ? "none" : ranges.join(", ");
}
