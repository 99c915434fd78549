/** actor_action_day: one row an actor, day and kind of action: all their events of it, whatever the outcome. */
export const ACTOR_ACTIONS = /* sql */ `
  CREATE TABLE actor_action_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    action VARCHAR NOT NULL,
    event_count INTEGER NOT NULL
  );
  INSERT INTO actor_action_day
  SELECT actor_id, day, action, count(*)
  FROM event
  GROUP BY actor_id, day, action;
`;
