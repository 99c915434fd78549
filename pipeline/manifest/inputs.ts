import { z } from "zod";
import { canonicalJson } from "../../data/integrity/canonical.js";
import type { Delivery, ManifestInput } from "../../data/integrity/manifest.js";
import { GrowingTree, leafHash, merkleRoot } from "../../data/integrity/merkle.js";
import type { Store } from "../../data/store/store.js";

const DELIVERIES = /* sql */ `
  SELECT path, file_digest AS sha256, size_bytes AS bytes, feed, known_from, status, rows_read AS "read", accepted,
    duplicate, refused
  FROM file
  ORDER BY file_id
`;

const rowShape = z.object({
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
  const rows = await store.rows(DELIVERIES, rowShape);
  return rows.map(({ read, accepted, duplicate, refused, ...file }) => ({
    ...file,
    rows: { read, accepted, duplicate, refused },
  }));
}

/** The leaf of a delivery: the canonical form of what never changes of it. */
export function inputLeaf({ bytes, known_from, path, sha256 }: Delivery): Buffer {
  return leafHash(canonicalJson({ bytes, known_from, path, sha256 }));
}

/** The Merkle root over the first n deliveries, for each n that is asked for; hexadecimal. */
export function inputsRoots(files: readonly ManifestInput[], sizes: ReadonlySet<number>): ReadonlyMap<number, string> {
  const tree = new GrowingTree();
  const roots = new Map<number, string>();
  for (let size = 0; size <= files.length; size++) {
    if (sizes.has(size)) roots.set(size, tree.root().toString("hex"));
    const file = files[size];
    if (file !== undefined) tree.add(inputLeaf(file));
  }
  return roots;
}

/** The Merkle root over deliveries, hexadecimal. */
export function inputsRoot(files: readonly ManifestInput[]): string {
  return merkleRoot(files.map(inputLeaf)).toString("hex");
}
