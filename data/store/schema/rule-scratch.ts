/**
 * rule_event     what it was, less what no rule reads; action as the event's own type. It is empty between nights, so that
 *                making it anew loses nothing.
 */
export const RULE_SCRATCH = /* sql */ `
  DROP TABLE rule_event;
  CREATE TABLE rule_event (
    source VARCHAR NOT NULL, event_id VARCHAR NOT NULL, event_time TIMESTAMPTZ NOT NULL, day DATE NOT NULL,
    actor_id VARCHAR NOT NULL, action action NOT NULL, object_id VARCHAR, collection VARCHAR, partner VARCHAR,
    channel VARCHAR, basis VARCHAR NOT NULL, known_on DATE NOT NULL, is_known_actor BOOLEAN NOT NULL, actor_nation VARCHAR,
    active_from DATE, active_to DATE, local_day DATE NOT NULL, is_registered BOOLEAN NOT NULL, originator VARCHAR,
    logged_marking VARCHAR, register_marking VARCHAR, marking VARCHAR, destroy_by DATE, destroyed_at DATE
  );
`;
