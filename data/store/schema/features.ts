/**
 * Small tables made from events, rebuilt for touched days only. A day is a home-zone date; an hour is 0–23 on the actor's
 * own clock (the home zone's where the directory names none).
 *
 * first_seen_object, first_seen_collection   the first day on which an actor successfully opened it
 * actor_day.new_object_count                 objects opened that day for the first time by this actor
 * source_hour.hour_at                        the UTC hour
 */
export const FEATURES = /* sql */ `
  CREATE TABLE first_seen_object (actor_id VARCHAR NOT NULL, object_id VARCHAR NOT NULL, first_day DATE NOT NULL);
  CREATE TABLE first_seen_collection (actor_id VARCHAR NOT NULL, collection VARCHAR NOT NULL, first_day DATE NOT NULL);
  CREATE TABLE actor_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    event_count INTEGER NOT NULL,
    denied_count INTEGER NOT NULL,
    object_count INTEGER NOT NULL,
    collection_count INTEGER NOT NULL,
    new_object_count INTEGER NOT NULL,
    new_collection_count INTEGER NOT NULL
  );
  CREATE TABLE actor_hour (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    local_day DATE NOT NULL,
    hour INTEGER NOT NULL,
    event_count INTEGER NOT NULL
  );
  CREATE TABLE partner_day (
    partner VARCHAR NOT NULL,
    day DATE NOT NULL,
    event_count INTEGER NOT NULL,
    actor_count INTEGER NOT NULL,
    object_count INTEGER NOT NULL
  );
  CREATE TABLE source_hour (
    source VARCHAR NOT NULL,
    day DATE NOT NULL,
    hour_at TIMESTAMPTZ NOT NULL,
    event_count INTEGER NOT NULL
  );
`;
