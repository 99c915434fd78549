import type { Feature } from "./feature.js";

const FORGET = /* sql */ `DELETE FROM actor_change_day WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_CHANGE_DAY = /* sql */ `
  INSERT INTO actor_change_day
  SELECT actor_id, day, count(*)
  FROM act
  WHERE day IN (SELECT day FROM touched_day)
    AND action IN ('modify', 'destroy') AND outcome = 'success' AND object_id IS NOT NULL
  GROUP BY actor_id, day
`;

/** Objects that an actor altered or destroyed, by day. */
export const actorChangeDay: Feature = { table: "actor_change_day", statements: [FORGET, ACTOR_CHANGE_DAY] };
