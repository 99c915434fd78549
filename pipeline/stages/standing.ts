import type { Store } from "../../data/store/store.js";

const FORGET_STANDING = /* sql */ `DELETE FROM standing_decision`;

/** Of each reading the last decision that was not taken back; two readings that differ leave a flag undetermined. */
const STAND = /* sql */ `
  INSERT INTO standing_decision (flag_id, disposition, decided_on)
  WITH known AS (
    SELECT flag_id, disposition, is_second, timezone($time_zone, decided_at)::DATE AS decided_on,
      row_number() OVER (PARTITION BY flag_id, is_second ORDER BY decided_at DESC, disposition, reviewer) AS place
    FROM recorded_decision
    WHERE timezone($time_zone, decided_at)::DATE <= $night::DATE
      AND (reversed_at IS NULL OR timezone($time_zone, reversed_at)::DATE > $night::DATE)
      AND (known_from IS NULL OR known_from <= $night::DATE) AND (known_until IS NULL OR known_until > $night::DATE)
      AND disposition IN ('confirmed concern', 'true but authorised', 'data error', 'model error', 'expected from now on',
        'undetermined')
  )
  SELECT flag_id, CASE WHEN count(DISTINCT disposition) > 1 THEN 'undetermined' ELSE min(disposition) END, max(decided_on)
  FROM known
  WHERE place = 1
  GROUP BY flag_id
  ORDER BY flag_id
`;

const FORGET_CONFIRMED = /* sql */ `DELETE FROM confirmed_night`;

const CONFIRM = /* sql */ `
  INSERT INTO confirmed_night (entity_type, entity_id, night)
  SELECT DISTINCT flag.entity_type, flag.entity_id,
    unnest(generate_series(flag.first_day, seen.last_day, INTERVAL 1 DAY))::DATE
  FROM standing_decision
  JOIN flag USING (flag_id)
  JOIN (
    SELECT flag_id, max(last_day) AS last_day
    FROM flag_night
    WHERE night < $night::DATE
    GROUP BY flag_id
  ) AS seen USING (flag_id)
  WHERE standing_decision.disposition = 'confirmed concern'
  ORDER BY ALL
`;

/**
 * Brings what reviewers decided to a night: what each flag counts as by decisions made up to that night's end at home, so
 * that the same night judged again sees the same; and the days of confirmed concerns, which detectors leave out of what
 * they call ordinary (anti-join `confirmed_night`).
 */
export async function standDecisions(store: Store, night: string, time_zone: string): Promise<void> {
  await store.transaction(async () => {
    await store.run(FORGET_STANDING);
    await store.run(STAND, { night, time_zone });
    await store.run(FORGET_CONFIRMED);
    await store.run(CONFIRM, { night });
  });
}
