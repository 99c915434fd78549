import type { Feature } from "./feature.js";

/** A late event can move a first sight to an earlier day; then the day that held it before has one novelty less. */
const TOUCH_MOVED_OBJECT = /* sql */ `
  INSERT INTO touched_day
  SELECT (SELECT max(night) FROM touched_day), known.first_day
  FROM first_seen_object AS known
  JOIN act USING (actor_id, object_id)
  WHERE act.day IN (SELECT day FROM touched_day) AND act.outcome = 'success' AND act.day < known.first_day
  GROUP BY known.first_day
`;

const FORGET_OBJECT = /* sql */ `
  DELETE FROM first_seen_object AS known
  USING (
    SELECT actor_id, object_id, min(day) AS first_day
    FROM act
    WHERE day IN (SELECT day FROM touched_day) AND object_id IS NOT NULL AND outcome = 'success'
    GROUP BY actor_id, object_id
  ) AS seen
  WHERE known.actor_id = seen.actor_id AND known.object_id = seen.object_id AND seen.first_day < known.first_day
`;

const SEE_OBJECT = /* sql */ `
  INSERT INTO first_seen_object
  SELECT actor_id, object_id, min(day)
  FROM act
  WHERE day IN (SELECT day FROM touched_day) AND object_id IS NOT NULL AND outcome = 'success'
  GROUP BY actor_id, object_id
  HAVING NOT EXISTS (
    SELECT 1 FROM first_seen_object AS known
    WHERE known.actor_id = act.actor_id AND known.object_id = act.object_id
  )
`;

/** The day on which each actor first opened each object. */
export const firstSeenObject: Feature = {
  table: "first_seen_object",
  statements: [TOUCH_MOVED_OBJECT, FORGET_OBJECT, SEE_OBJECT],
};
