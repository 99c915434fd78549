import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { z } from "zod";
import type { Store } from "../../data/store/store.js";

/**
 * A file changed less long ago than this before the reading began is not sealed: it could change once more within one tick
 * of the file system's clock and look the same. FAT keeps times to 2 seconds, the coarsest in use.
 */
const SETTLED_MS = 2000;

const row = z.object({ path: z.string(), seal: z.string(), file_digest: z.string() });
type Sealed = z.infer<typeof row>;
const SEALED = /* sql */ `SELECT path, seal, file_digest FROM file_seal ORDER BY path`;
const SEAL = /* sql */ `INSERT OR REPLACE INTO file_seal (path, seal, file_digest) VALUES ($path, $seal, $file_digest)`;

/**
 * Digests of files as they lie on disk. The change time in a seal is the kernel's own: who rewrites a file and sets its
 * modification time back still changes it.
 */
export class Seals {
  private readonly fresh = new Map<string, Sealed>();
  private constructor(
    private readonly known: ReadonlyMap<string, Sealed>,
    private readonly began_ms: number,
  ) {}

  /** `tmp` is a folder made when the reading began: its time is that of the file system's clock. */
  static async load(store: Store, tmp: string): Promise<Seals> {
    const known = await store.rows(SEALED, row);
    return new Seals(new Map(known.map((one) => [one.path, one])), (await stat(tmp)).ctimeMs);
  }

  /** SHA-256 of a file, hexadecimal; read only where its seal is not the one that was kept. */
  async digest(path: string, absolute: string): Promise<string> {
    const before = await stat(absolute, { bigint: true });
    const seal = [before.dev, before.ino, before.size, before.mtimeNs, before.ctimeNs].join("-");
    const kept = this.known.get(path);
    if (kept?.seal === seal) return kept.file_digest;
    const file_digest = await digestOf(absolute);
    if (Number(before.ctimeMs) < this.began_ms - SETTLED_MS) this.fresh.set(path, { path, seal, file_digest });
    return file_digest;
  }

  async save(store: Store): Promise<void> {
    if (this.fresh.size === 0) return;
    await store.transaction(async () => {
      for (const one of this.fresh.values()) await store.run(SEAL, one);
    });
  }
}

export async function digestOf(path: string): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) digest.update(chunk as Buffer);
  return digest.digest("hex");
}
