import { z } from "zod";
import { detector } from "../card.js";
import { HISTORY_NIGHTS_MIN } from "../judges/series.js";
import { clockOf, longestSilence, type SourceNight } from "../judges/silence.js";
import { abstained } from "../verdict.js";

/** Every source that logged anything in the last 60 nights, one row each: its nights since, their hours and silences. */
const CASES = /* sql */ `
  WITH
  free_day AS (
    SELECT DISTINCT day
    FROM holiday
    WHERE nation = $home_nation AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  source_span AS (
    SELECT source, min(day) AS first_day
    FROM source_day
    WHERE day BETWEEN $night::DATE - $history_nights::INTEGER AND $night::DATE
    GROUP BY source
  ),
  span_night AS (
    SELECT source, unnest(generate_series(first_day, $night::DATE, INTERVAL 1 DAY))::DATE AS day
    FROM source_span
  ),
  by_hour AS (
    SELECT source, day, hour(timezone($home_time_zone, hour_at)) AS hour, sum(event_count) AS event_count
    FROM source_hour
    WHERE day BETWEEN $night::DATE - $history_nights::INTEGER AND $night::DATE
    GROUP BY source, day, hour
  ),
  hours AS (
    SELECT source, day, list({'hour': hour::INTEGER, 'event_count': event_count::DOUBLE} ORDER BY hour) AS hours
    FROM by_hour
    GROUP BY source, day
  ),
  gaps AS (
    SELECT source, day, list({'from_hour': from_hour, 'to_hour': to_hour} ORDER BY from_hour) AS gaps
    FROM source_gap
    WHERE day BETWEEN $night::DATE - $history_nights::INTEGER AND $night::DATE
    GROUP BY source, day
  )
  SELECT
    span_night.source AS entity_id,
    list(
      {
        'ago': datediff('day', span_night.day, $night::DATE)::INTEGER,
        'is_known': coalesce(days_weighed.weight, 1) > 0,
        'is_rest': isodow(span_night.day) >= 6 OR span_night.day IN (SELECT day FROM free_day),
        'hours': coalesce(hours, []),
        'gaps': coalesce(gaps, CASE WHEN hours IS NULL THEN [{'from_hour': 0.0, 'to_hour': 24.0}] ELSE [] END)
      }
      ORDER BY span_night.day DESC
    ) AS nights
  FROM span_night
  LEFT JOIN hours ON hours.source = span_night.source AND hours.day = span_night.day
  LEFT JOIN gaps ON gaps.source = span_night.source AND gaps.day = span_night.day
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'source' AND days_weighed.entity_id = span_night.source
    AND days_weighed.day = span_night.day
  GROUP BY span_night.source
  ORDER BY span_night.source
`;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE source = $entity_id AND day = $night::DATE
  ORDER BY event_time, event_id
`;

const caseShape = z.object({
  entity_id: z.string(),
  nights: z
    .array(
      z.object({
        ago: z.number(),
        is_known: z.boolean(),
        is_rest: z.boolean(),
        hours: z.array(z.object({ hour: z.number(), event_count: z.number() })).readonly(),
        gaps: z.array(z.object({ from_hour: z.number(), to_hour: z.number() })).readonly(),
      }),
    )
    .readonly(),
});

/** The tail's start is the median; below it a silence is nothing to speak of, and p says so without a claim. */
const ORDINARY_P = 0.75;
/** Silences beyond the median count at most so many medians: one outage teaches nothing about ordinary nights. */
const EXCESS_MEDIANS_MAX = 10;
/** Silences below a quarter of an hour are not kept, so that the longest of a night is taken to be at least one, at the night's mean pace. */
const KEPT_HOURS = 0.25;
const DAY_HOURS = 24;
/** Least mean excess, in medians, so that a metronome of a source may still pause. */
const EXCESS_MEDIANS_MIN = 0.3;

/**
 * Whether a source was quiet when it should not have been: the longest silence of the night, measured in the events that
 * usually fall into it, against the longest silences of its earlier nights. A slow night lengthens every silence and is
 * allowed for by what fell outside this one.
 *
 * p_value  half of exp(-(L - u) / b) beyond the median u of earlier nights, b their mean excess over it
 */
export const sourceSilence = detector({
  id: "source-silence",
  question: "Did this source stop logging when it should not have?",
  entity: "source",
  family: "silence",
  needs: ["access"],
  status: "stable",
  falsePositives: [
    "A planned maintenance",
    "A late delivery of the rest of the night",
    "A quiet night of all its users",
  ],
  wouldRefute: ["The source's own operating log for these hours", "A later delivery that fills the silence"],
  references: ["Ogata 1988, JASA 83:9 (time rescaled by what is expected)"],
  params: z.object({
    history_nights: z
      .int()
      .min(HISTORY_NIGHTS_MIN)
      .max(365)
      .default(60)
      .describe(
        "Nights that the source's clock is learnt from: two months, so that a changed timetable is learnt in one.",
      ),
  }),
  caseShape,
  cases: CASES,
  pool: () => null,
  judge(row) {
    const tonight = row.nights.find(({ ago }) => ago === 0);
    const past = row.nights.filter(({ ago, is_known }) => ago > 0 && is_known);
    if (tonight === undefined || past.length < HISTORY_NIGHTS_MIN)
      return abstained("fewer than 14 nights of this source before tonight");
    const lengthOf = (night: SourceNight) => {
      const others = past.filter((one) => one !== night);
      const clock = clockOf(others, night);
      const longest = longestSilence(night, clock);
      const kept = (clock.reduce((sum, mean) => sum + mean, 0) * KEPT_HOURS) / DAY_HOURS;
      return { ...longest, length: Math.max(longest.length, kept) };
    };
    const own = lengthOf(tonight);
    const earlier = past.map((night) => lengthOf(night).length).sort((a, b) => a - b);
    const median = earlier[Math.floor(earlier.length / 2)] ?? 0;
    const excess = earlier.filter((length) => length > median).map((length) => length - median);
    const capped = excess.reduce((sum, over) => sum + Math.min(over, EXCESS_MEDIANS_MAX * median), 0);
    const scale = Math.max(EXCESS_MEDIANS_MIN * median, (capped + 1) / (excess.length + 1));
    const isLong = own.length > median;
    const p = Math.max(0.5 * Math.exp(-(own.length - median) / scale), Number.MIN_VALUE);
    return {
      status: "scored",
      p_value: isLong ? p : 1,
      p_mid: isLong ? p : ORDINARY_P,
      direction: "down",
      observed: own.length,
      expected: median,
      interval: [0, median + scale * Math.log(0.5 / 0.005)],
      unit: "events usually logged in the longest silence",
      evidence: { from_hour: own.from_hour, to_hour: own.to_hour, history_nights: past.length },
    };
  },
  say: ({ observed, interval: [, high], evidence }) =>
    `${Math.round(observed)} events would usually fall into the silence from ${clock(evidence.from_hour)} to ${clock(evidence.to_hour)}, where up to ${Math.round(high)} would be ordinary.`,
  events: EVENTS,
  less(row, amount, { observed, evidence: { from_hour, to_hour } }) {
    const kept = Math.max(0, 1 - amount / observed);
    const shorter = (gap: { from_hour: number; to_hour: number }) =>
      gap.from_hour === from_hour && gap.to_hour === to_hour
        ? { from_hour: gap.from_hour, to_hour: gap.from_hour + (gap.to_hour - gap.from_hour) * kept }
        : gap;
    const nights = row.nights.map((one) => (one.ago === 0 ? { ...one, gaps: one.gaps.map(shorter) } : one));
    return { ...row, nights };
  },
});

/** `7.25` as `07:15`. */
function clock(hour: unknown): string {
  const minutes = Math.round(Number(hour) * 60);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
