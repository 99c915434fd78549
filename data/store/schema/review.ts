/**
 * What reviewers decided, and what comes of it. The first four tables are copies of the workspace's journal of decisions
 * and accounts, replaced as a whole whenever it is folded in, so that the store can be rebuilt from it.
 *
 * decision            one row a decision, those taken back included; journal_line its place. seconds_to_look from
 *                     publication to the reader's first look, seconds_spent from the last opening to the decision
 * decision_reversal   one row a decision taken back
 * reviewer            one row an account, without its secret
 * suppression         one row a suppression; a scope column that is null takes in everything
 * recorded_decision   the journal's decisions and those of the dispositions feed, in the journal's words
 * standing_decision   of the night being judged: one row a flag and what it counted as at the end of that night
 * confirmed_night     of the night being judged: entities' days that a confirmed concern covers, which are not ordinary
 * suppressed_case     ledger: one row a night and lead that a suppression hid, and whether it was drawn for the audit
 * audit_draw          one row a case shown blind: the frame that it was drawn from and with which probability
 * precision_estimate  one row a night, detector and stratum: share of its leads that were confirmed, a Beta posterior,
 *                     and the factor (1 = as the price says) by which it orders the queue
 * detection_estimate  one row a night and quantity, from the audit by inverse probability
 */
export const REVIEW = /* sql */ `
  CREATE TABLE decision (
    decision_id VARCHAR NOT NULL,
    journal_line INTEGER NOT NULL,
    flag_id VARCHAR NOT NULL,
    night DATE,
    decided_at TIMESTAMPTZ NOT NULL,
    reviewer VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    disposition VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    seconds_to_look DOUBLE,
    seconds_spent DOUBLE,
    is_second BOOLEAN NOT NULL,
    is_blind BOOLEAN NOT NULL,
    wants_second BOOLEAN NOT NULL,
    origin VARCHAR NOT NULL
  );
  CREATE TABLE decision_reversal (
    decision_id VARCHAR NOT NULL,
    reversed_at TIMESTAMPTZ NOT NULL,
    reviewer VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
  );
  CREATE TABLE reviewer (
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    actor_id VARCHAR,
    added_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ
  );
  CREATE TABLE suppression (
    suppression_id VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    detector VARCHAR,
    entity_type VARCHAR,
    entity_id VARCHAR,
    stratum VARCHAR,
    reason VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    expires_on DATE NOT NULL,
    ended_at TIMESTAMPTZ,
    ended_by VARCHAR,
    ended_reason VARCHAR
  );
  CREATE VIEW recorded_decision AS
    SELECT decision.decision_id, flag_id, decided_at, decision.reviewer, disposition, decision.reason, is_second,
      reversed_at, NULL::DATE AS known_from, NULL::DATE AS known_until
    FROM decision
    LEFT JOIN decision_reversal USING (decision_id)
    UNION ALL
    SELECT NULL, flag_id, decided_at, coalesce(reviewer, ''),
      lower(regexp_replace(trim(disposition), '[\\s_-]+', ' ', 'g')), coalesce(reason, ''), false, NULL, known_from,
      known_until
    FROM disposition
    WHERE decided_at IS NOT NULL AND NOT EXISTS (
      SELECT 1
      FROM decision
      WHERE decision.flag_id = disposition.flag_id AND decision.decided_at = disposition.decided_at
        AND decision.reviewer = disposition.reviewer
    );
  CREATE TABLE standing_decision (
    flag_id VARCHAR NOT NULL,
    disposition VARCHAR NOT NULL,
    decided_on DATE NOT NULL
  );
  CREATE TABLE confirmed_night (
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    night DATE NOT NULL
  );
  CREATE TABLE suppressed_case (
    night DATE NOT NULL,
    suppression_id VARCHAR NOT NULL,
    flag_id VARCHAR NOT NULL,
    detector VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    p_value DOUBLE,
    is_audited BOOLEAN NOT NULL
  );
  CREATE TABLE audit_draw (
    night DATE NOT NULL,
    flag_id VARCHAR NOT NULL,
    frame VARCHAR NOT NULL,
    inclusion_probability DOUBLE NOT NULL
  );
  CREATE TABLE precision_estimate (
    night DATE NOT NULL,
    detector VARCHAR NOT NULL,
    stratum VARCHAR NOT NULL,
    confirmed_count INTEGER NOT NULL,
    decided_count INTEGER NOT NULL,
    undetermined_count INTEGER NOT NULL,
    nominal DOUBLE NOT NULL,
    estimate DOUBLE NOT NULL,
    low DOUBLE NOT NULL,
    high DOUBLE NOT NULL,
    order_factor DOUBLE NOT NULL,
    expires_on DATE
  );
  CREATE TABLE detection_estimate (
    night DATE NOT NULL,
    quantity VARCHAR NOT NULL,
    value DOUBLE,
    low DOUBLE,
    high DOUBLE,
    sampled_count INTEGER NOT NULL,
    note VARCHAR NOT NULL
  );
`;
