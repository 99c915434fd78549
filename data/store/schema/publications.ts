/**
 * The ledger of publications as this store knows it, so that each can be held against the other: a store that lost its last
 * transactions has fewer lines than the file, a file that was cut off has fewer than the store.
 *
 * publication.position   the line's index in the ledger, from 0; lines made from another store are not here
 */
export const PUBLICATIONS = /* sql */ `
  CREATE TABLE publication (position INTEGER NOT NULL, line VARCHAR NOT NULL);
`;
