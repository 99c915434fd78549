import { z } from "zod";
import type { Day } from "../../data/days.js";
import type { Store } from "../../data/store/store.js";

const FEEDS_DIGEST = /* sql */ `
  SELECT sha256(coalesce(string_agg(DISTINCT content_digest, ' ' ORDER BY content_digest), '')) AS digest
  FROM file
  WHERE known_from <= $night::DATE
`;

/** SHA-256 over the contents of all feeds known on a night, in the order of their own digests. */
export async function feedsDigest(store: Store, night: Day): Promise<string> {
  return (await store.row(FEEDS_DIGEST, z.object({ digest: z.string() }), { night })).digest;
}
