import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";

/** How long a new post or right explains new work: two months, and six weeks as for new ground. */
const POST = /* sql */ `
  WITH version AS (
    SELECT known_from, unit, role, active_from,
      lag(unit) OVER (ORDER BY known_from) AS unit_before,
      lag(role) OVER (ORDER BY known_from) AS role_before,
      row_number() OVER (ORDER BY known_from) AS number
    FROM actor
    WHERE actor_id = $entity_id AND known_from <= $night::DATE
  )
  SELECT
    EXISTS (SELECT 1 FROM version) AS is_known,
    (
      SELECT max(known_from)
      FROM version
      WHERE number > 1 AND known_from > $night::DATE - 60
        AND (unit IS DISTINCT FROM unit_before OR role IS DISTINCT FROM role_before)
    ) AS changed_on,
    (SELECT max(active_from) FROM version WHERE active_from BETWEEN $night::DATE - 60 AND $night::DATE) AS began_on
`;

export const transfer = explanation({
  id: "transfer",
  explanation: "A transfer or a new post",
  entities: ["actor"],
  covers: /\b(new post|new task|transfer|change of task)\b/i,
  asked: "every flag",
  facts: POST,
  shape: z.object({ is_known: z.boolean(), changed_on: z.string().nullable(), began_on: z.string().nullable() }),
  judge({ is_known, changed_on, began_on }) {
    if (!is_known) return unknown("the directory does not know this account");
    if (changed_on !== null) return yes(`unit or role changed in the directory of ${changed_on}`);
    if (began_on !== null) return yes(`in post since ${began_on}`);
    return no("same unit and role, and in post for more than 60 days");
  },
});

const GRANT = /* sql */ `
  WITH
  held AS (
    SELECT collection, granted_at
    FROM entitlement
    WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  opened AS (
    SELECT collection
    FROM event
    WHERE actor_id = $entity_id AND day BETWEEN $first::DATE - 28 AND $night::DATE AND collection IS NOT NULL
      AND event_id IN (SELECT unnest(CAST(CAST($event_ids AS JSON) AS VARCHAR[])))
  )
  SELECT
    EXISTS (
      SELECT 1
      FROM entitlement
      WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    ) AS is_fed,
    (SELECT count(*) FROM opened)::INTEGER AS event_count,
    (
      SELECT count(*)
      FROM opened
      WHERE collection IN (SELECT collection FROM held WHERE granted_at BETWEEN $first::DATE - 45 AND $night::DATE)
    )::INTEGER AS fresh_count,
    (
      SELECT max(granted_at)
      FROM held
      WHERE granted_at BETWEEN $first::DATE - 45 AND $night::DATE AND collection IN (SELECT collection FROM opened)
    ) AS granted_on
`;

export const newEntitlement = explanation({
  id: "new-entitlement",
  explanation: "A right granted lately to what was opened",
  entities: ["actor"],
  covers: /\b(new entitlement|newly granted)\b/i,
  asked: "every flag",
  facts: GRANT,
  shape: z.object({
    is_fed: z.boolean(),
    event_count: z.number(),
    fresh_count: z.number(),
    granted_on: z.string().nullable(),
  }),
  judge({ is_fed, event_count, fresh_count, granted_on }) {
    if (!is_fed) return unknown("no entitlements feed");
    if (event_count === 0) return unknown("the logs name no collection");
    if (granted_on === null) return no("no right to these collections was granted in the 45 days before");
    const seen = `granted on ${granted_on}; ${fresh_count} of ${event_count} events are under it`;
    return 2 * fresh_count >= event_count ? yes(seen) : no(seen);
  },
});

/** Days away after which work has piled up: a week. */
const AWAY_DAYS = 7;

const LEAVE = /* sql */ `
  SELECT max(day) AS previous_day, datediff('day', max(day), $first::DATE)::INTEGER AS gap_days
  FROM actor_day
  WHERE actor_id = $entity_id AND day < $first::DATE
`;

export const backFromLeave = explanation({
  id: "back-from-leave",
  explanation: "Back from leave, with work piled up",
  entities: ["actor"],
  covers: /\b(leave|long absence)\b/i,
  asked: "every lead",
  facts: LEAVE,
  shape: z.object({ previous_day: z.string().nullable(), gap_days: z.number().nullable() }),
  judge({ previous_day, gap_days }) {
    if (previous_day === null || gap_days === null) return unknown("no earlier day is on record");
    const seen = `last active on ${previous_day}, ${gap_days} ${gap_days === 1 ? "day" : "days"} before`;
    return gap_days > AWAY_DAYS ? yes(seen) : no(seen);
  },
});
