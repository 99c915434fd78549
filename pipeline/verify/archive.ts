import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import type { Delivery } from "../../data/integrity/manifest.js";

/** Deeper folders than this are not looked through for deliveries. */
const DEPTH_MAX = 32;

/** A delivery as it is found: the first `bytes` of a file. */
export interface Found {
  readonly file: string;
  readonly bytes: number;
}

/** What became of a delivery: found, replaced by something else at its place, or nowhere. */
export type Sought = { readonly found: Found } | { readonly found: null; readonly now: string | null };

/**
 * A folder of feeds in which deliveries are found again by their digests: at their place, as the beginning of a log that has
 * grown since, or anywhere below, so that an archive of deliveries under any names will do.
 */
export class Archive {
  private readonly root: string;
  private readonly digests = new Map<string, string>();
  private readonly sought = new Map<string, Sought>();
  private bySize: Map<number, string[]> | null = null;

  constructor(folder: string) {
    this.root = realpathSync(folder);
  }

  /** `now` is the digest of what lies at the delivery's place instead, or null where nothing does. */
  async find(delivery: Delivery): Promise<Sought> {
    const key = `${delivery.sha256} ${delivery.bytes} ${delivery.path}`;
    const known = this.sought.get(key) ?? (await this.seek(delivery));
    this.sought.set(key, known);
    return known;
  }

  private async seek({ path, sha256, bytes }: Delivery): Promise<Sought> {
    const place = this.inside(path);
    const size = place === null ? -1 : lstatSync(place).size;
    if (place !== null && size >= bytes && (await this.digest(place, bytes)) === sha256)
      return { found: { file: place, bytes } };
    for (const file of this.filesOf(bytes))
      if ((await this.digest(file, bytes)) === sha256) return { found: { file, bytes } };
    return { found: null, now: place === null ? null : await this.digest(place, size) };
  }

  /** The real path of a regular file below the folder; null where there is none, or a link leads out. */
  private inside(path: string): string | null {
    try {
      const file = realpathSync(join(this.root, path));
      return file.startsWith(this.root + sep) && lstatSync(file).isFile() ? file : null;
    } catch {
      return null;
    }
  }

  private async digest(file: string, bytes: number): Promise<string> {
    const key = `${bytes} ${file}`;
    const known = this.digests.get(key) ?? (await digestOfBeginning(file, bytes));
    this.digests.set(key, known);
    return known;
  }

  private filesOf(size: number): readonly string[] {
    if (this.bySize === null) {
      this.bySize = new Map();
      this.walk(this.root, 0, this.bySize);
    }
    return this.bySize.get(size) ?? [];
  }

  private walk(folder: string, depth: number, into: Map<number, string[]>): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && depth < DEPTH_MAX) this.walk(path, depth + 1, into);
      else if (entry.isFile()) {
        const { size } = lstatSync(path);
        into.set(size, [...(into.get(size) ?? []), path]);
      }
    }
  }
}

/** SHA-256 of the first bytes of a file, streamed. */
async function digestOfBeginning(file: string, bytes: number): Promise<string> {
  const digest = createHash("sha256");
  if (bytes === 0) return digest.digest("hex");
  for await (const chunk of createReadStream(file, { end: bytes - 1, highWaterMark: 1 << 20 }))
    digest.update(chunk as Buffer);
  return digest.digest("hex");
}
