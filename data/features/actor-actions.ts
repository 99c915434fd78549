import type { Feature } from "./feature.js";

const FORGET = /* sql */ `DELETE FROM actor_action_day WHERE day IN (SELECT day FROM touched_day)`;

const ACTOR_ACTION_DAY = /* sql */ `
  INSERT INTO actor_action_day
  SELECT actor_id, day, action, count(*)
  FROM event
  WHERE day IN (SELECT day FROM touched_day)
  GROUP BY actor_id, day, action
`;

/** Events per actor, day and kind of action, those included that are no reading: administration, shares and receipts. */
export const actorActionDay: Feature = { table: "actor_action_day", statements: [FORGET, ACTOR_ACTION_DAY] };
