/**
 * What the oversight metrics are computed from and what came of it.
 *
 * request_life   one row a request as it stood at the end of a night and as it was known then; rebuilt for each night that is
 *                measured. Partner, tier, purpose and agreement are those of its first step requested; each instant is the first
 *                of its step; decision is the first of approved, denied, withdrawn; requester_unit is the unit of who asked;
 *                target_hours is that of its tier; object_id is that of its first release; is_repeated where a step that a life
 *                has once was taken twice.
 * metric_value   one row a figure of metrics.json of the report from report_first to night; slice and excluded are JSON as published, is_assessed is false where the
 *                feed that the figure needs is absent.
 */
export const METRICS = /* sql */ `
  CREATE TABLE request_life (
    request_id VARCHAR NOT NULL,
    partner VARCHAR,
    tier VARCHAR,
    purpose VARCHAR,
    agreement_id VARCHAR,
    requester_unit VARCHAR,
    target_hours DOUBLE,
    first_step_at TIMESTAMPTZ NOT NULL,
    requested_at TIMESTAMPTZ,
    risk_assessed_at TIMESTAMPTZ,
    rights_reviewed_at TIMESTAMPTZ,
    approved_at TIMESTAMPTZ,
    denied_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ,
    decided_at TIMESTAMPTZ,
    decision VARCHAR,
    decision_rule VARCHAR,
    released_at TIMESTAMPTZ,
    received_at TIMESTAMPTZ,
    used_at TIMESTAMPTZ,
    corrected_at TIMESTAMPTZ,
    recalled_at TIMESTAMPTZ,
    reviewed_at TIMESTAMPTZ,
    destroyed_at TIMESTAMPTZ,
    legal_basis VARCHAR,
    object_id VARCHAR,
    is_repeated BOOLEAN NOT NULL
  );
  CREATE TABLE metric_value (
    night DATE NOT NULL,
    report_first DATE NOT NULL,
    period_first DATE NOT NULL,
    period_last DATE NOT NULL,
    position INTEGER NOT NULL,
    metric_id VARCHAR NOT NULL,
    slice VARCHAR NOT NULL,
    n BIGINT NOT NULL,
    excluded VARCHAR NOT NULL,
    value DOUBLE,
    interval_low DOUBLE,
    interval_high DOUBLE,
    has_interval BOOLEAN NOT NULL,
    target DOUBLE,
    verdict VARCHAR NOT NULL,
    is_assessed BOOLEAN NOT NULL
  );
`;
