import { z } from "zod";
import { canonicalJson } from "../../data/integrity/canonical.js";
import type { ManifestInput } from "../../data/integrity/manifest.js";
import { leafHash, merkleRoot } from "../../data/integrity/merkle.js";
import type { Store } from "../../data/store/store.js";

const DELIVERIES = /* sql */ `
  SELECT path, file_digest AS sha256, size_bytes AS bytes, feed, known_from, status, rows_read AS "read", accepted,
    duplicate, refused
  FROM file
  ORDER BY file_id
`;

const deliveryShape = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  feed: z.string(),
  known_from: z.string(),
  status: z.enum(["read", "copy", "refused"]),
  read: z.number(),
  accepted: z.number(),
  duplicate: z.number(),
  refused: z.number(),
});

/** Every delivery that a store has read, in the order of reading. */
export async function readInputs(store: Store): Promise<ManifestInput[]> {
  const rows = await store.rows(DELIVERIES, deliveryShape);
  return rows.map(({ read, accepted, duplicate, refused, ...file }) => ({
    ...file,
    rows: { read, accepted, duplicate, refused },
  }));
}

/** What of a delivery never changes: which bytes lay where, and the night that first knew them. */
export function inputLeaf({ bytes, known_from, path, sha256 }: ManifestInput): Buffer {
  return leafHash(canonicalJson({ bytes, known_from, path, sha256 }));
}

/** The Merkle root over deliveries, hexadecimal. */
export function inputsRoot(files: readonly ManifestInput[]): string {
  return merkleRoot(files.map(inputLeaf)).toString("hex");
}
