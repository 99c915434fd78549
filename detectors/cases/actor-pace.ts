import { z } from "zod";
import { numbers } from "./lists.js";

/** The pauses between the acts of every actor active tonight, in order, and the nights of logs before tonight. */
export const ACTOR_PACE = /* sql */ `
  SELECT
    actor_id AS entity_id,
    gap_seconds,
    coalesce(
      (
        SELECT any_value(kind) = 'service' FROM actor
        WHERE actor.actor_id = actor_day.actor_id AND known_from <= $night::DATE
          AND (known_until IS NULL OR known_until > $night::DATE)
      ),
      false
    ) AS is_service,
    datediff('day', (SELECT min(day) FROM actor_day), $night::DATE)::INTEGER AS history_nights
  FROM actor_day
  WHERE day = $night::DATE
  ORDER BY actor_id
`;

export const actorPace = z.object({
  entity_id: z.string(),
  gap_seconds: numbers,
  is_service: z.boolean(),
  history_nights: z.number(),
});
