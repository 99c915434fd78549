import { z } from "zod";
import { explanation, no, unknown, yes } from "./card.js";

const HOLIDAY = /* sql */ `
  WITH
  calendar AS (
    SELECT nation, day, name
    FROM holiday
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  home AS (
    SELECT CASE $entity_type WHEN 'partner' THEN $entity_id ELSE (
      SELECT min(nation)
      FROM actor
      WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    ) END AS nation
  )
  SELECT
    (SELECT nation FROM home) AS nation,
    EXISTS (SELECT 1 FROM calendar WHERE nation = (SELECT nation FROM home)) AS is_fed,
    (
      SELECT min(day)
      FROM calendar
      WHERE nation = (SELECT nation FROM home) AND day BETWEEN $first::DATE AND $night::DATE
    ) AS holiday
`;

export const holiday = explanation({
  id: "holiday",
  explanation: "A holiday where they work",
  entities: ["actor", "partner"],
  covers: /\bholidays?\b/i,
  asked: "every lead",
  facts: HOLIDAY,
  shape: z.object({ nation: z.string().nullable(), is_fed: z.boolean(), holiday: z.string().nullable() }),
  judge({ nation, is_fed, holiday }) {
    if (nation === null) return unknown("the directory does not say where they work");
    if (!is_fed) return unknown("no calendar of their nation");
    return holiday === null ? no("none on these days") : yes(`a holiday of their nation on ${holiday}`);
  },
});

/** An exercise touches the days beside it: people come the day before and clear up the day after. */
const EXERCISE = /* sql */ `
  WITH
  known AS (
    SELECT exercise_id, partner, coalesce(held_at, planned_for) AS day
    FROM exercise
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  near AS (SELECT exercise_id, partner, day FROM known WHERE day BETWEEN $first::DATE - 1 AND $night::DATE + 1),
  own AS (
    SELECT $entity_id AS partner WHERE $entity_type = 'partner'
    UNION
    SELECT nation FROM actor
    WHERE actor_id = $entity_id AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    UNION
    SELECT partner FROM event WHERE actor_id = $entity_id AND day BETWEEN $first::DATE AND $night::DATE
  )
  SELECT
    EXISTS (SELECT 1 FROM known) AS is_fed,
    (SELECT min(day) FROM near) AS any_day,
    (SELECT min(day) FROM near WHERE partner IN (SELECT partner FROM own WHERE partner IS NOT NULL)) AS own_day
`;

export const exercise = explanation({
  id: "exercise",
  explanation: "A declared exercise",
  entities: ["actor", "partner"],
  covers: /\bexercise\b/i,
  asked: "every flag",
  facts: EXERCISE,
  shape: z.object({ is_fed: z.boolean(), any_day: z.string().nullable(), own_day: z.string().nullable() }),
  judge({ is_fed, any_day, own_day }) {
    if (!is_fed) return unknown("no exercises feed");
    if (own_day !== null) return yes(`an exercise with a nation concerned on ${own_day}`);
    if (any_day !== null) return unknown(`an exercise on ${any_day}; the feed does not say who takes part`);
    return no("none within a day of these days");
  },
});
