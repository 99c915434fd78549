import type { TimeRule } from "../../data/formats/format.js";
import { type Fragment, join, literal, sql } from "../../data/store/compose.js";

/** Years in which an event can have happened; outside, the date is a typing error or a clock that was never set. */
export interface YearBounds {
  readonly year_min: number;
  /** The last year that is possible. */
  readonly year_max: number;
}

/**
 * The instant that a text names, or NULL. An offset is `Z` or `±HH:MM` (also `±HHMM`, `±HH`) after the seconds; a time
 * without one is taken in `zone` where the settings name one.
 */
export function instant(rule: TimeRule, text: Fragment, zone: string | null): Fragment {
  switch (rule) {
    case "rfc3339":
      return sql`CASE WHEN ${hasOffset(text)} THEN coalesce(try_cast(${text} AS TIMESTAMPTZ), try_cast(upper(${text}) AS TIMESTAMPTZ))
        ${zone === null ? sql`` : sql`ELSE timezone(${literal(zone)}, try_cast(${text} AS TIMESTAMP))`} END`;
    case "utc":
      return sql`CASE WHEN ${hasOffset(text)} THEN try_cast(${text} AS TIMESTAMPTZ)
        ELSE timezone(${literal(zone ?? "UTC")}, try_cast(${text} AS TIMESTAMP)) END`;
    case "epoch_ms":
      return epoch(text);
    case "clf":
      return sql`try_strptime(${text}, '%d/%b/%Y:%H:%M:%S %z')`;
    case "cef":
      return sql`coalesce(${epoch(text)}, ${join(
        CEF_ZONED.map((format) => sql`try_strptime(${text}, ${literal(format)})`),
        ", ",
      )},
        CASE WHEN ${hasOffset(text)} THEN try_cast(${text} AS TIMESTAMPTZ) END,
        ${zone === null ? sql`NULL` : sql`timezone(${literal(zone)}, ${cefLocal(text)})`})`;
  }
}

/** `MMM dd yyyy HH:mm:ss`, perhaps with milliseconds, and an offset or the name of a zone (CEF, date formats). */
const CEF_ZONED = [
  "%b %d %Y %H:%M:%S %z",
  "%b %d %Y %H:%M:%S.%g %z",
  "%b %d %Y %H:%M:%S %Z",
  "%b %d %Y %H:%M:%S.%g %Z",
];

function cefLocal(text: Fragment): Fragment {
  return sql`coalesce(try_strptime(${text}, '%b %d %Y %H:%M:%S'), try_strptime(${text}, '%b %d %Y %H:%M:%S.%g'))`;
}

/** Whether a text is a time that only lacks its offset. */
export function lacksOffset(rule: TimeRule, text: Fragment): Fragment {
  if (rule === "cef") return sql`${cefLocal(text)} IS NOT NULL`;
  return sql`NOT ${hasOffset(text)} AND try_cast(${text} AS TIMESTAMP) IS NOT NULL`;
}

/** The first instant that is possible, and the first one after those that are. */
export function boundsOf(bounds: YearBounds): { readonly from: Fragment; readonly until: Fragment } {
  const start = (year: number): Fragment => literal(`${String(year).padStart(4, "0")}-01-01T00:00:00Z`);
  return {
    from: sql`${start(bounds.year_min)}::TIMESTAMPTZ`,
    until: sql`${start(bounds.year_max + 1)}::TIMESTAMPTZ`,
  };
}

/** A date and a time of day take 16 characters; what ends in an offset but is shorter is a date. */
function hasOffset(text: Fragment): Fragment {
  return sql`(suffix(${text}, 'Z') OR suffix(${text}, 'z') OR strlen(${text}) > 16 AND regexp_matches(${text}, '[0-9] ?[+-][0-9]{2}(:?[0-9]{2})?$'))`;
}

/** Milliseconds since 1970, at most 15 digits, which is the year 33658. */
function epoch(text: Fragment): Fragment {
  return sql`CASE WHEN strlen(${text}) <= 15 AND regexp_full_match(${text}, '-?[0-9]+(\\.0)?') THEN make_timestamptz(try_cast(${text} AS BIGINT) * 1000) END`;
}
