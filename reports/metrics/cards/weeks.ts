import type { Period } from "../figure.js";
import { isoDate } from "../methods/working-calendar.js";
import type { MetricContext } from "../metric.js";
import type { RequestFrame } from "../request-frame.js";
import { weeksUpTo } from "../trend.js";

const beginnings = new WeakMap<RequestFrame, number>();

/** The weeks up to the night in which requests could be seen: none begins before the first of them. */
export function weeksOf({ night, requests }: Pick<MetricContext, "night" | "requests">): Period[] {
  const begins = beginnings.get(requests) ?? requests.day.reduce((least, day) => Math.min(least, day), Infinity);
  beginnings.set(requests, begins);
  return weeksUpTo(night, Number.isFinite(begins) ? isoDate(begins) : null);
}
