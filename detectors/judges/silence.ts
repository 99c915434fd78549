/** One night of a source: events by hour of the home zone's clock, and stretches without any. */
export interface SourceNight {
  readonly is_rest: boolean;
  readonly hours: readonly { readonly hour: number; readonly event_count: number }[];
  readonly gaps: readonly { readonly from_hour: number; readonly to_hour: number }[];
}

const HOURS = 24;

/** Expected events an hour never go below this: a dead hour still lets the clock advance. */
const RATE_MIN = 0.02;

/** Weight of the usual pace against the night's own, in events. */
const PACE_EVENTS = 5;

/** Mean events in each hour of the day, from earlier nights of the same kind (working or rest); of all where there are none. */
export function clockOf(past: readonly SourceNight[], { is_rest }: { readonly is_rest: boolean }): number[] {
  const same = past.filter((night) => night.is_rest === is_rest);
  const used = same.length > 0 ? same : past;
  const means = new Array<number>(HOURS).fill(RATE_MIN);
  for (const { hours } of used)
    for (const { hour, event_count } of hours) means[hour] = (means[hour] ?? RATE_MIN) + event_count / used.length;
  return means;
}

/** The longest silence of a night by the source's own clock, in expected events, and where it lies. */
export function longestSilence(
  { hours, gaps }: SourceNight,
  means: readonly number[],
): { readonly length: number; readonly from_hour: number; readonly to_hour: number } {
  const total = means.reduce((sum, mean) => sum + mean, 0);
  const seen = hours.reduce((sum, { event_count }) => sum + event_count, 0);
  let longest = { length: 0, from_hour: 0, to_hour: 0 };
  for (const { from_hour, to_hour } of gaps) {
    const inside = between(means, from_hour, to_hour);
    const pace = Math.min(1, (seen + PACE_EVENTS) / (total - inside + PACE_EVENTS));
    const length = inside * pace;
    if (length > longest.length) longest = { length, from_hour, to_hour };
  }
  return longest;
}

/** Expected events between two hours of the day. */
function between(means: readonly number[], from: number, to: number): number {
  return means.reduce((sum, mean, hour) => sum + mean * Math.max(0, Math.min(to, hour + 1) - Math.max(from, hour)), 0);
}
