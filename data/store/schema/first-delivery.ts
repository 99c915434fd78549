/**
 * first_delivery: one row a file of the reading that first brought its source, where a history of logs comes at once and the
 * night of reading says nothing of when each file was delivered.
 *
 * day              the last day that holds a tenth of the file's events
 * late_count       events of days before the day before that
 * duplicate_count  rows that had been read before
 */
export const FIRST_DELIVERY = /* sql */ `
  CREATE TABLE first_delivery (
    file_id INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    read_on DATE NOT NULL,
    day DATE NOT NULL,
    record_count INTEGER NOT NULL,
    late_count INTEGER NOT NULL,
    duplicate_count INTEGER NOT NULL
  );
`;
