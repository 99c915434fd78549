/**
 * The SHA-256 of each delivered file by what its file system says of it, so that a file that lies there unchanged is not
 * read again every night to be known.
 *
 * file_seal.seal         device, inode, size, modification and change time in nanoseconds, joined by `-`
 */
export const SEALS = /* sql */ `
  CREATE TABLE file_seal (path VARCHAR PRIMARY KEY, seal VARCHAR NOT NULL, file_digest VARCHAR NOT NULL);
`;
