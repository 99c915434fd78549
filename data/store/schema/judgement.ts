/**
 * What was judged on a night.
 *
 * night      the home-zone date judged, and the stages that finished for it
 * verdict    one row a night, detector and entity: `scored` with its p-values, or `abstained` with its reason. p_value is
 *            ordinary, P(at least so unusual); p_mid counts half of the observed value's own chance; p_calibrated is what
 *            combination uses. evidence is a JSON object of named figures.
 * combined   one p-value per entity and night, with the verdicts that make it
 * flag       one row an episode; flag_night one row a night on which it stood in a list. content is the flag's line of
 *            flags.jsonl without night, rank and state.
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
    direction VARCHAR,
    observed DOUBLE,
    expected DOUBLE,
    interval_low DOUBLE,
    interval_high DOUBLE,
    unit VARCHAR,
    evidence VARCHAR
  );
  CREATE TABLE combined (
    night DATE NOT NULL,
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    p_value DOUBLE NOT NULL,
    detector VARCHAR NOT NULL,
    verdict_count INTEGER NOT NULL
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
    content VARCHAR NOT NULL
  );
  CREATE TABLE night_price (
    night DATE NOT NULL,
    queue VARCHAR NOT NULL,
    tested_count INTEGER NOT NULL,
    threshold DOUBLE,
    expected_false_count DOUBLE NOT NULL
  );
  CREATE TABLE not_assessed (
    night DATE NOT NULL,
    subject VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    entity_count INTEGER NOT NULL
  );
`;
