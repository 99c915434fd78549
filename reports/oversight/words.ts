import { type Html, html, logged } from "../border/html.js";
import { formatInterval, formatMonth, formatNumber, formatShare, NO_DATA } from "../charts/format.js";
import type { MetricUnit } from "../metrics/card.js";
import type { MetricFigure } from "../metrics/figure.js";
import type { Slice } from "../metrics/metric.js";

/** Nearer than this to nothing or all a share is written to a tenth of a per cent, so that it is not read as either. */
const EDGE = 0.01;

/** A share as whole per cent, to a tenth near 0 and 100. */
export function shareWords(share: number): string {
  return formatShare(share, { digits: isNearEdge(share) ? 1 : 0 });
}

function isNearEdge(share: number): boolean {
  return (share > 0 && share < EDGE) || (share > 1 - EDGE && share < 1);
}

/** How a value of a unit is written, without the unit's own word. */
export function formatOf(unit: MetricUnit): (value: number) => string {
  return unit === "share" ? shareWords : (value) => formatNumber(value);
}

const UNIT_WORDS: Readonly<Record<MetricUnit, string>> = {
  "calendar hours": " h",
  "working hours": " working h",
  "calendar days": " days",
  "working days": " working days",
  share: "",
  count: "",
  "per 1000": " per 1,000",
  index: "",
};

/** The unit as it stands at an axis: "h", "per 1,000"; one without a sign of its own is named. */
export function unitWords(unit: MetricUnit): string {
  return UNIT_WORDS[unit].trim() || unit;
}

/** "26 h", "66 %", "no data". */
export function valueWords({ value, unit }: Pick<MetricFigure, "value" | "unit">): string {
  return value === null ? NO_DATA : formatOf(unit)(value) + UNIT_WORDS[unit];
}

/** "20–31", "20 or more", "up to 31"; empty where there is none. */
export function intervalWords({ interval, unit }: Pick<MetricFigure, "interval" | "unit">): string {
  if (interval === null) return "";
  const [low, high] = interval;
  const isFine = unit === "share" && interval.some((end) => end !== null && isNearEdge(end));
  const format = isFine ? (share: number) => formatShare(share, { digits: 1 }) : formatOf(unit);
  if (low === null) return high === null ? "" : `up to ${format(high)}`;
  return high === null ? `${format(low)} or more` : formatInterval(low, high, format);
}

/** Whether a figure is about the whole, not a part. */
export function isWhole({ slice }: Pick<MetricFigure, "slice">): boolean {
  return Object.keys(slice).length === 0;
}

/** "all", "XAR", "routine": the slice's values, which come from logs. */
export function sliceWords(slice: Slice): Html {
  const { month, ...named } = slice;
  const values = Object.values(named).filter((value) => value !== undefined);
  const parts = [...(month === undefined ? [] : [formatMonth(`${month}-01`)]), ...values.map((value) => logged(value))];
  return parts.length === 0 ? html`all` : html`${parts}`;
}

/** "2 left out: …; 1 left out: …", or nothing where all were counted. */
export function excludedWords(excluded: MetricFigure["excluded"], words: (reason: string) => string): string {
  return excluded
    .filter(({ n }) => n > 0)
    .map(({ reason, n }) => `${formatNumber(n)} left out: ${words(reason)}`)
    .join("; ");
}
