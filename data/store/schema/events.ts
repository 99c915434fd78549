/**
 * What was read, whole: the ledger of files, the rows that were refused, the events, and the days that each night's
 * reading touched. Append only, but for a provisional last row that a longer delivery completes.
 *
 * file.status            read; copy where the same content was read under another path; refused where none of it could be
 * file.known_from        the night that first had this delivery
 * file.content_digest    SHA-256 of the content after decompression and transcoding to UTF-8: the same for a renamed or
 *                        recompressed file
 * file.is_terminated     false where the content does not end in a line end: its last row is provisional
 * file.recovered         rows taken although they stood inside a stray quotation
 * event.day              the home-zone date of event_time
 * known_actor            every spelling of an actor's id among the events, so that near-identical ones are found without
 *                        going over all of history
 */
export const EVENTS = /* sql */ `
  CREATE TYPE action AS ENUM ('login', 'logout', 'search', 'view', 'download', 'print', 'export', 'share', 'receive',
    'forward', 'modify', 'destroy', 'admin', 'other');
  CREATE TYPE outcome AS ENUM ('success', 'denied', 'error');
  CREATE TABLE file (
    file_id INTEGER NOT NULL,
    path VARCHAR NOT NULL,
    feed VARCHAR NOT NULL,
    source VARCHAR,
    format VARCHAR,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    known_from DATE NOT NULL,
    size_bytes BIGINT NOT NULL,
    file_digest VARCHAR NOT NULL,
    content_digest VARCHAR,
    content_bytes BIGINT,
    is_terminated BOOLEAN NOT NULL,
    rows_read BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    duplicate BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    recovered BIGINT NOT NULL,
    unmapped VARCHAR[] NOT NULL,
    CHECK (rows_read = accepted + duplicate + refused)
  );
  CREATE TABLE refused_row (
    file_id INTEGER NOT NULL,
    line BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    raw_text VARCHAR NOT NULL
  );
  CREATE TABLE event (
    source VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    event_time TIMESTAMPTZ NOT NULL,
    day DATE NOT NULL,
    seq BIGINT,
    actor_id VARCHAR NOT NULL,
    action action NOT NULL,
    outcome outcome NOT NULL,
    object_id VARCHAR,
    collection VARCHAR,
    marking VARCHAR,
    partner VARCHAR,
    request_id VARCHAR,
    bytes BIGINT,
    client_ip VARCHAR,
    site VARCHAR,
    channel VARCHAR,
    file_id INTEGER NOT NULL,
    is_provisional BOOLEAN NOT NULL
  );
  CREATE TABLE touched_day (
    night DATE NOT NULL,
    day DATE NOT NULL
  );
  CREATE TABLE known_actor (
    actor_id VARCHAR NOT NULL
  );
`;
