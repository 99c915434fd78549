/**
 * actor_class_grant_day: one row an actor, day, class and day of grant: objects opened by class in collections whose latest grant
 * to the actor was known on the day and no more than 90 days old then.
 */
export const ACTOR_CLASS_GRANTS = /* sql */ `
  CREATE TABLE actor_class_grant_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    class VARCHAR NOT NULL,
    granted_on DATE NOT NULL,
    access_count INTEGER NOT NULL
  );
`;
