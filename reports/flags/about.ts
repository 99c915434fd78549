import type { Flag } from "../../data/flag.js";
import { anchor } from "../border/slug.js";
import { formatDay, formatInterval, formatNumber } from "../charts/format.js";
import type { About } from "../charts/frame.js";

/** What was seen as of the last day, and what would be ordinary. */
export function seen({ observed, unit, last_day, interval }: Flag): string {
  if (observed === null) return `no value on ${formatDay(last_day)}`;
  const ordinary = interval === null ? "" : `; ${formatInterval(interval[0], interval[1])} would be ordinary`;
  return `As of ${formatDay(last_day)}: ${formatNumber(observed)} ${unit ?? ""}${ordinary}`;
}

/** A chart of a flag, by its place on the page. */
export function aboutOf(flag: Flag, rest: Omit<About, "at">): About {
  return { at: anchor("chart", flag.flag_id), ...rest };
}
