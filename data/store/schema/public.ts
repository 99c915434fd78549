/**
 * What has been told to the public.
 *
 * public_edition.content   the figures of a period as they were published, JSON; fixed once and never written again, so that no
 *                          two releases over the same days differ
 */
export const PUBLIC = /* sql */ `
  CREATE TABLE public_edition (first_day DATE PRIMARY KEY, last_day DATE NOT NULL, content VARCHAR NOT NULL);
`;
