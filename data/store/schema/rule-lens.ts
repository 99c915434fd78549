/**
 * rule_step      what it was, and lens: which steps of a request are seen together. `now`: the night's own, as they are known
 *                on the night. `before`, `after`: a request of which something changed tonight, as it was known until then
 *                and as it is known since; the steps that earlier nights judged are then judged again by both.
 */
export const RULE_LENS = /* sql */ `
  DROP TABLE rule_step;
  CREATE TABLE rule_step (
    request_id VARCHAR NOT NULL, step VARCHAR NOT NULL, happened_at TIMESTAMPTZ NOT NULL, day DATE NOT NULL,
    local_day DATE NOT NULL, actor_id VARCHAR, actor_role VARCHAR, partner VARCHAR, tier VARCHAR, purpose VARCHAR, agreement_id VARCHAR,
    object_id VARCHAR, collection VARCHAR, marking VARCHAR, legal_basis VARCHAR, basis VARCHAR NOT NULL,
    known_on DATE NOT NULL, is_new BOOLEAN NOT NULL, lens VARCHAR NOT NULL
  );
`;
