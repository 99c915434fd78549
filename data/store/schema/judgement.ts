/**
 * What was judged on a night.
 *
 * night        the home-zone date judged, and the stages that finished for it
 * verdict      one row a night, detector and entity: `scored` with its p-values, or `abstained` with its reason. p_value is
 *              ordinary, P(at least so unusual); p_mid counts half of the observed value's own chance; p_calibrated is what
 *              combination uses; p_self_test is uniform while the detector is calibrated. evidence is a JSON object of
 *              named figures.
 * score_class  earlier scores -ln p in classes, one row a night and stream that fell in it: a stream is a detector's p_mid or
 *              an entity type's p_raw or Fisher's p of its families. What calibration looks back on, however many entities there are.
 * self_test    whether each detector's p-values of the last weeks were uniform: one row a night and detector
 * combined     one p-value per entity and night: p_raw over its detectors, p_value recalibrated; the detector that weighs most;
 *              is_set_aside where it lies so far within the price that it says nothing of ordinary nights
 * fdr_batch    the nights of the confirmed tier, as BatchBH leaves them; a decision once made stays
 * flag         one row an episode; flag_night one row a night on which it stood in a list. content is the flag's line of
 *              flags.jsonl; priority is surprise times consequence, with the criteria that make it as JSON.
 * episode_night  one row a night on which an episode of leads was within the price, listed or not
 * night_price  what a queue was told before its first line: cases tested, the threshold, how many chance alone would list,
 *              how many were listed and how many of those were new episodes
 */
export const JUDGEMENT = /* sql */ `
  CREATE TABLE night (
    night DATE NOT NULL,
    settings_digest VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    is_published BOOLEAN NOT NULL
  );
  CREATE TABLE verdict (
    night DATE NOT NULL,
    detector VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    p_value DOUBLE,
    p_mid DOUBLE,
    p_calibrated DOUBLE,
    is_recalibrated BOOLEAN,
    p_self_test DOUBLE,
    direction VARCHAR,
    observed DOUBLE,
    expected DOUBLE,
    interval_low DOUBLE,
    interval_high DOUBLE,
    unit VARCHAR,
    evidence VARCHAR
  );
  CREATE TABLE score_class (
    night DATE NOT NULL,
    stream VARCHAR NOT NULL,
    class INTEGER NOT NULL,
    score_count INTEGER NOT NULL
  );
  CREATE TABLE self_test (
    night DATE NOT NULL,
    detector VARCHAR NOT NULL,
    tested_count INTEGER NOT NULL,
    blocks_off_count INTEGER NOT NULL,
    blocks_tested_count INTEGER NOT NULL,
    tail_share DOUBLE,
    distance DOUBLE,
    is_calibrated BOOLEAN NOT NULL
  );
  CREATE TABLE combined (
    night DATE NOT NULL,
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    p_raw DOUBLE NOT NULL,
    p_value DOUBLE NOT NULL,
    is_within_price BOOLEAN NOT NULL,
    is_recalibrated BOOLEAN NOT NULL,
    is_set_aside BOOLEAN NOT NULL,
    detector VARCHAR NOT NULL,
    verdict_count INTEGER NOT NULL
  );
  CREATE TABLE fdr_batch (
    night DATE NOT NULL,
    tested_count INTEGER NOT NULL,
    alpha DOUBLE NOT NULL,
    rejected_count INTEGER NOT NULL,
    augmented_count INTEGER NOT NULL
  );
  CREATE TABLE flag (
    flag_id VARCHAR NOT NULL,
    queue VARCHAR NOT NULL,
    detector VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    first_night DATE NOT NULL
  );
  CREATE TABLE flag_night (
    night DATE NOT NULL,
    flag_id VARCHAR NOT NULL,
    rank INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    last_day DATE NOT NULL,
    p_value DOUBLE,
    is_confirmed_tier BOOLEAN NOT NULL DEFAULT false,
    priority DOUBLE,
    criteria VARCHAR,
    content VARCHAR NOT NULL
  );
  CREATE TABLE episode_night (
    night DATE NOT NULL,
    flag_id VARCHAR NOT NULL,
    p_value DOUBLE NOT NULL
  );
  CREATE TABLE night_price (
    night DATE NOT NULL,
    queue VARCHAR NOT NULL,
    tested_count INTEGER NOT NULL,
    threshold DOUBLE,
    expected_false_count DOUBLE NOT NULL,
    listed_count INTEGER NOT NULL DEFAULT 0,
    opened_count INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE not_assessed (
    night DATE NOT NULL,
    subject VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    entity_count INTEGER NOT NULL
  );
`;
