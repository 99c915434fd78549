/**
 * The dimension feeds, one table each, every version of every row kept.
 *
 * known_from   the night from which this version was known; what an installation finds on its first night counts as
 *              known before any night (`-infinity`), since nothing earlier can be known
 * known_until  the night from which it no longer stood in its feed, or null while it stands: a version is known on a
 *              night when known_from <= night < known_until
 */
export const DIMENSIONS = /* sql */ `
  CREATE TABLE actor (
    known_from DATE NOT NULL, known_until DATE,
    actor_id VARCHAR NOT NULL, kind VARCHAR, nation VARCHAR, unit VARCHAR, role VARCHAR, clearance VARCHAR,
    time_zone VARCHAR, active_from DATE, active_to DATE, training_valid_to DATE
  );
  CREATE TABLE object (
    known_from DATE NOT NULL, known_until DATE,
    object_id VARCHAR NOT NULL, collection VARCHAR, originator VARCHAR, marking VARCHAR, created_at DATE,
    destroy_by DATE, destroyed_at DATE
  );
  CREATE TABLE agreement (
    known_from DATE NOT NULL, known_until DATE,
    agreement_id VARCHAR NOT NULL, partner VARCHAR NOT NULL, max_classification VARCHAR, collections VARCHAR[],
    onward_sharing BOOLEAN, retention_days INTEGER, valid_from DATE, valid_to DATE, purposes VARCHAR[],
    rights_review_valid_to DATE, review_due DATE, contact VARCHAR, contact_checked_at DATE
  );
  CREATE TABLE entitlement (
    known_from DATE NOT NULL, known_until DATE,
    actor_id VARCHAR NOT NULL, collection VARCHAR NOT NULL, granted_at DATE, expires_at DATE
  );
  CREATE TABLE sharing_step (
    known_from DATE NOT NULL, known_until DATE,
    request_id VARCHAR NOT NULL, step VARCHAR NOT NULL, happened_at TIMESTAMPTZ NOT NULL, actor_id VARCHAR,
    partner VARCHAR, tier VARCHAR, purpose VARCHAR, agreement_id VARCHAR, object_id VARCHAR, rule VARCHAR,
    legal_basis VARCHAR
  );
  CREATE TABLE consent (
    known_from DATE NOT NULL, known_until DATE,
    object_id VARCHAR NOT NULL, originator VARCHAR, partner VARCHAR NOT NULL, valid_from DATE, valid_to DATE
  );
  CREATE TABLE authority (
    known_from DATE NOT NULL, known_until DATE,
    actor_id VARCHAR, role VARCHAR, action VARCHAR NOT NULL, max_classification VARCHAR, collections VARCHAR[],
    valid_from DATE, valid_to DATE
  );
  CREATE TABLE obligation (
    known_from DATE NOT NULL, known_until DATE,
    obligation_id VARCHAR NOT NULL, agreement_id VARCHAR, owed_by VARCHAR, what VARCHAR, due_at DATE, met_at DATE,
    waived_at DATE
  );
  CREATE TABLE recommendation (
    known_from DATE NOT NULL, known_until DATE,
    recommendation_id VARCHAR NOT NULL, made_by VARCHAR, made_at DATE, about VARCHAR, due_at DATE, done_at DATE,
    evidence VARCHAR
  );
  CREATE TABLE feedback (
    known_from DATE NOT NULL, known_until DATE,
    request_id VARCHAR NOT NULL, partner VARCHAR, happened_at TIMESTAMPTZ, timeliness INTEGER, accuracy VARCHAR
  );
  CREATE TABLE incident (
    known_from DATE NOT NULL, known_until DATE,
    incident_id VARCHAR NOT NULL, kind VARCHAR, partner VARCHAR, occurred_at TIMESTAMPTZ, detected_at TIMESTAMPTZ,
    contained_at TIMESTAMPTZ, resolved_at TIMESTAMPTZ, partner_notified_at TIMESTAMPTZ
  );
  CREATE TABLE exercise (
    known_from DATE NOT NULL, known_until DATE,
    exercise_id VARCHAR NOT NULL, playbook VARCHAR, partner VARCHAR, planned_for DATE, held_at DATE
  );
  CREATE TABLE holiday (
    known_from DATE NOT NULL, known_until DATE,
    nation VARCHAR NOT NULL, day DATE NOT NULL, name VARCHAR
  );
  CREATE TABLE tier (
    known_from DATE NOT NULL, known_until DATE,
    tier VARCHAR NOT NULL, target_hours DOUBLE
  );
  CREATE TABLE disposition (
    known_from DATE NOT NULL, known_until DATE,
    flag_id VARCHAR NOT NULL, decided_at TIMESTAMPTZ, reviewer VARCHAR, disposition VARCHAR, reason VARCHAR
  );
`;
