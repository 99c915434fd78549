/**
 * Small tables made from events, rebuilt for touched days only. A day is a home-zone date; an hour is 0–23 on the actor's
 * own clock (the home zone's where the directory names none).
 *
 * act                 what an actor did themselves: the exchange system's own record of a share or receipt, administration,
 *                     log-outs and acts without a word are left out
 * first_seen_object   the first day on which an actor successfully opened it
 * actor_day           one row an actor and day with at least one act
 *   access_count        successful acts on an object
 *   denied_count        acts that did not succeed
 *   object_count        distinct objects named, whatever the outcome
 *   object_step_count   acts on objects in order of time, less one; unit_step_count of them went to the object whose number
 *                       at the end of the id is the next or the one before
 *   site_step_count     acts that name a site, less one; site_change_count of them came from another site than the act before
 *   gap_seconds         the pauses between acts, in order
 *   sized_count         successful downloads, prints and exports with a size; log_bytes and log_bytes_squared are the sums of
 *                     the natural logarithm of their bytes and of its square
 * actor_collection_day  objects opened that day by collection ('' where none is named); grant_age_days counts from the
 *                     latest grant that was known on the day, null without one
 * *_past              what the year (365 days) before a day held; rebuilt from the first touched day on, since a late event
 *                     changes every later day's past. previous_day looks back without bound.
 * source_hour.hour_at the UTC hour
 * source_day          running numbers (seq) of the day: the least, the greatest, how many different ones; null where none
 * source_delivery     events that a night's reading brought of a source, and those of earlier days among them
 * source_gap          stretches of a day without an event of the source, of a quarter of an hour or more, in hours since
 *                     midnight in the home zone
 */
export const FEATURES = /* sql */ `
  CREATE VIEW act AS
    SELECT actor_id, day, event_time, source, seq, event_id, action, outcome, object_id, collection, marking, bytes,
      client_ip, site
    FROM event
    WHERE action NOT IN ('share', 'receive', 'admin', 'logout', 'other');
  CREATE TABLE first_seen_object (actor_id VARCHAR NOT NULL, object_id VARCHAR NOT NULL, first_day DATE NOT NULL);
  CREATE TABLE actor_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    act_count INTEGER NOT NULL,
    access_count INTEGER NOT NULL,
    view_count INTEGER NOT NULL,
    download_count INTEGER NOT NULL,
    print_count INTEGER NOT NULL,
    export_count INTEGER NOT NULL,
    forward_count INTEGER NOT NULL,
    denied_count INTEGER NOT NULL,
    object_count INTEGER NOT NULL,
    object_step_count INTEGER NOT NULL,
    unit_step_count INTEGER NOT NULL,
    site_step_count INTEGER NOT NULL,
    site_change_count INTEGER NOT NULL,
    gap_seconds DOUBLE[] NOT NULL,
    sized_count INTEGER NOT NULL,
    log_bytes DOUBLE NOT NULL,
    log_bytes_squared DOUBLE NOT NULL
  );
  CREATE TABLE actor_day_past (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    earlier_access_count INTEGER NOT NULL,
    earlier_day_count INTEGER NOT NULL,
    previous_day DATE
  );
  CREATE TABLE actor_hour (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    hour INTEGER NOT NULL,
    act_count INTEGER NOT NULL
  );
  CREATE TABLE actor_collection_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    collection VARCHAR NOT NULL,
    access_count INTEGER NOT NULL,
    object_count INTEGER NOT NULL,
    new_object_count INTEGER NOT NULL,
    grant_age_days INTEGER
  );
  CREATE TABLE actor_collection_past (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    collection VARCHAR NOT NULL,
    earlier_access_count INTEGER NOT NULL
  );
  CREATE TABLE actor_place_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    kind VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    act_count INTEGER NOT NULL
  );
  CREATE TABLE actor_place_past (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    kind VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    earlier_day_count INTEGER NOT NULL
  );
  CREATE TABLE actor_class_day (
    actor_id VARCHAR NOT NULL,
    day DATE NOT NULL,
    class VARCHAR NOT NULL,
    access_count INTEGER NOT NULL
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
  CREATE TABLE source_day (
    source VARCHAR NOT NULL,
    day DATE NOT NULL,
    event_count INTEGER NOT NULL,
    seq_first BIGINT,
    seq_last BIGINT,
    seq_count INTEGER NOT NULL
  );
  CREATE TABLE source_gap (
    source VARCHAR NOT NULL,
    day DATE NOT NULL,
    from_hour DOUBLE NOT NULL,
    to_hour DOUBLE NOT NULL
  );
  CREATE TABLE source_delivery (
    source VARCHAR NOT NULL,
    night DATE NOT NULL,
    event_count INTEGER NOT NULL,
    late_count INTEGER NOT NULL
  );
`;
