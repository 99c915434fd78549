/**
 * What the rules look at and what they found.
 *
 * rule_event, rule_step  scratch of one night, empty between nights: what the rules of that night judge, joined with the
 *                registers as they were known. basis says by what an act is judged: `then` by what was known on its own day,
 *                `now` by what is known on the night, `both` where these are the same version. known_on is the day of that
 *                knowledge. marking is the line that counts for the basis: the logged one then, the register's now.
 * rule_step.is_new  whether the step itself is the night's to judge; the others are the rest of its request up to the night
 * local_day      the date on the actor's own clock (the home zone's where the directory names none)
 * rule_outcome   one row a night and rule: how many opportunities held, were broken or could not be decided
 * rights_audit   one row a right (actor and collection) that was not used as granted, with its proposal; replaced weekly
 */
export const EXCEPTIONS = /* sql */ `
  CREATE TABLE rule_event (
    source VARCHAR NOT NULL, event_id VARCHAR NOT NULL, event_time TIMESTAMPTZ NOT NULL, day DATE NOT NULL, seq BIGINT,
    actor_id VARCHAR NOT NULL, action VARCHAR NOT NULL, outcome VARCHAR NOT NULL, object_id VARCHAR, collection VARCHAR,
    partner VARCHAR, request_id VARCHAR, channel VARCHAR, basis VARCHAR NOT NULL, known_on DATE NOT NULL,
    is_known_actor BOOLEAN NOT NULL, actor_nation VARCHAR, actor_role VARCHAR, active_from DATE, active_to DATE,
    local_day DATE NOT NULL, is_registered BOOLEAN NOT NULL, originator VARCHAR, logged_marking VARCHAR,
    register_marking VARCHAR, marking VARCHAR, destroy_by DATE, destroyed_at DATE
  );
  CREATE TABLE rule_step (
    request_id VARCHAR NOT NULL, step VARCHAR NOT NULL, happened_at TIMESTAMPTZ NOT NULL, day DATE NOT NULL,
    local_day DATE NOT NULL, actor_id VARCHAR, actor_role VARCHAR, partner VARCHAR, tier VARCHAR, purpose VARCHAR, agreement_id VARCHAR,
    object_id VARCHAR, collection VARCHAR, marking VARCHAR, legal_basis VARCHAR, basis VARCHAR NOT NULL,
    known_on DATE NOT NULL, is_new BOOLEAN NOT NULL
  );
  CREATE TABLE rule_outcome (
    night DATE NOT NULL,
    rule VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    holds_count INTEGER NOT NULL,
    broken_count INTEGER NOT NULL,
    undetermined_count INTEGER NOT NULL
  );
  CREATE TABLE rights_audit (
    night DATE NOT NULL,
    actor_id VARCHAR NOT NULL,
    nation VARCHAR,
    collection VARCHAR NOT NULL,
    granted_at DATE,
    expires_at DATE,
    last_used_day DATE,
    finding VARCHAR NOT NULL,
    proposal VARCHAR NOT NULL,
    evidence VARCHAR NOT NULL
  );
`;
