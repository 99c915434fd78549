import { max } from "d3-array";
import { z } from "zod";
import { addDays, eachDay } from "../../data/days.js";
import type { SeriesDay } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";

/** Days shown before tonight: two months, so that a weekly rhythm and a month's end can be seen. */
const SERIES_DAYS = 60;

const SERIES = /* sql */ `
  SELECT verdict.night AS day, observed, expected, interval_low AS low, interval_high AS high
  FROM verdict
  WHERE detector = $detector AND entity_type = $entity_type AND entity_id = $entity_id AND status = 'scored'
    AND unit = $unit AND verdict.night BETWEEN $night::DATE - $series_days::INTEGER AND $night::DATE
  ORDER BY day
`;

const countShape = z.object({ day: z.string(), observed: z.number().nullable() });

/** Counts of a person's days, so that a day on which the detector looked at another unit still shows what was observed. */
const COUNTS = /* sql */ `
  SELECT day, CASE $unit
      WHEN 'acts in the day' THEN act_count
      WHEN 'views in the day' THEN view_count
      WHEN 'downloads in the day' THEN download_count
      WHEN 'different objects in the day' THEN object_count
    END::DOUBLE AS observed
  FROM actor_day
  WHERE actor_id = $entity_id AND day BETWEEN $night::DATE - $series_days::INTEGER AND $night::DATE
  ORDER BY day
`;

const seriesShape = z.object({
  day: z.string(),
  observed: z.number(),
  expected: z.number(),
  low: z.number(),
  high: z.number(),
});

/**
 * What the flag's detector saw of its entity in the 60 days before and tonight, ascending without holes. A day on which a
 * person was not active says so; one on which the detector looked at another unit has the day's count where there is one.
 */
export async function seriesOf(
  store: Store,
  { detector, entity_type, entity_id, night, unit }: Flag,
): Promise<SeriesDay[]> {
  const days = { entity_id, night, unit: unit ?? "", series_days: SERIES_DAYS };
  const judged = await store.rows(SERIES, seriesShape, { ...days, detector, entity_type });
  const known = new Map(judged.map((row) => [row.day, row]));
  const isActor = entity_type === "actor";
  const active = isActor ? await store.rows(COUNTS, countShape, days) : [];
  const counts = new Map(active.map(({ day, observed }) => [day, observed]));
  const first = [...known.keys(), ...counts.keys()].sort()[0] ?? night;
  return eachDay(max([first, addDays(night, -SERIES_DAYS)]) ?? night, night).map((day) => {
    const row = known.get(day);
    if (row !== undefined) return { ...row, note: null };
    const observed = counts.get(day) ?? null;
    const note = observed !== null ? null : isActor && !counts.has(day) ? "not active" : "not judged";
    return { day, observed, expected: null, low: null, high: null, note };
  });
}
