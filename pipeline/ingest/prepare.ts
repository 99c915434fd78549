import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { asUtf8, type Compression, compressionOf, decompressed, Unreadable } from "./decode.js";
import type { Found } from "./discover.js";

/** A longer line is refused: no record of a log we know comes near, and it would be held in memory whole. */
export const LINE_BYTES_MAX = 1 << 20;
/** Content beyond this is refused: a log of one delivery is far smaller, and a few kilobytes can decompress to any size. */
const CONTENT_BYTES_MAX = 64 * 2 ** 30;
/** How much of the beginning is kept to recognise the format by. */
const HEAD_BYTES = 1 << 18;
const NEWLINE = 10;

/** What one pass over a file's bytes tells, and the plain UTF-8 file that DuckDB reads in its stead. */
export interface Prepared {
  readonly found: Found;
  readonly compression: Compression;
  /** SHA-256 of the bytes on disk, hexadecimal. */
  readonly file_digest: string;
  /** SHA-256 of the content, decompressed, in UTF-8, without byte order mark. */
  readonly content_digest: string;
  readonly content_bytes: number;
  /** Digest of the first `prefix_bytes` of the content, where they were asked for and there are as many. */
  readonly prefix_digest: string | null;
  readonly is_parquet: boolean;
  /** Lines of text, the last one counted whether or not a line end closes it. */
  readonly line_count: number;
  /** Whether the content ends in a line end, or is compressed and so was closed by its writer. */
  readonly is_terminated: boolean;
  /** Valid UTF-8 without NUL and unit separators. */
  readonly is_clean: boolean;
  readonly has_long_line: boolean;
  /** The last character that is no white space, empty where there is none or it is not ASCII. */
  readonly last_character: string;
  readonly head: Buffer;
  /** Where the content stands in plain UTF-8; a temporary file when `is_temporary`. */
  readonly plain: string;
  readonly is_temporary: boolean;
}

/** Where temporary copies go, and how much of the beginning to digest by itself. */
export interface PrepareOptions {
  readonly tmp: string;
  readonly name: string;
  readonly prefix_bytes: number | null;
}

/**
 * Reads a file once: digests, encoding, lines, and a plain copy where DuckDB cannot read the file as it stands (compressed,
 * UTF-16 or with a byte order mark). The copy is readable by its owner only.
 *
 * @throws Unreadable where a compressed stream is cut off or damaged, or the content is beyond all bounds
 */
export async function prepare(found: Found, options: PrepareOptions): Promise<Prepared> {
  const compression = await compressionOf(found.absolute);
  const isParquet = /\.parquet(\.gz|\.zst)?$/i.test(found.path);
  const raw = createHash("sha256");
  const watch = new ContentWatch(options.prefix_bytes);
  let encoding = "utf-8";
  const bytes = decompressed(found.absolute, compression, raw);
  const content = isParquet ? bytes : asUtf8(bytes, (seen) => (encoding = seen));
  const copy = new Copy(join(options.tmp, `${options.name}${isParquet ? ".parquet" : ".txt"}`));
  let isTemporary = compression !== "none";
  try {
    for await (const chunk of content) {
      isTemporary ||= encoding !== "utf-8";
      watch.see(chunk, isParquet, isTemporary);
      if (isTemporary) await copy.write(chunk);
    }
    if (isTemporary) await copy.write(Buffer.alloc(0));
  } finally {
    await copy.close();
  }
  const fileDigest = raw.digest("hex");
  return {
    found,
    compression,
    file_digest: fileDigest,
    is_parquet: isParquet,
    plain: isTemporary ? copy.path : found.absolute,
    is_temporary: isTemporary,
    ...watch.end(compression, isTemporary ? null : fileDigest),
  };
}

/** Whether a file has the size and bytes it had when it was prepared: its writer may still be at work. */
export async function isUnchanged(prepared: Prepared, before: { readonly mtimeMs: number }): Promise<boolean> {
  const now = await stat(prepared.found.absolute).catch(() => null);
  return now !== null && now.size === prepared.found.size_bytes && now.mtimeMs === before.mtimeMs;
}

class Copy {
  private handle: FileHandle | null = null;
  constructor(readonly path: string) {}
  async write(chunk: Buffer): Promise<void> {
    this.handle ??= await open(this.path, "w", 0o600);
    await this.handle.writeFile(chunk);
  }
  async close(): Promise<void> {
    await this.handle?.close();
  }
}

class ContentWatch {
  private readonly digest = createHash("sha256");
  private readonly prefix = createHash("sha256");
  private readonly head: Buffer[] = [];
  private bytes = 0;
  private newlines = 0;
  private sinceNewline = 0;
  private isClean = true;
  private hasLongLine = false;
  private last = 0;
  private tail: Buffer = Buffer.alloc(0);
  constructor(private readonly prefixBytes: number | null) {}

  /** `isOwn`: the content differs from the bytes on disk, and so needs a digest of its own. */
  see(chunk: Buffer, isBinary: boolean, isOwn: boolean): void {
    if (isOwn) this.digest.update(chunk);
    if (this.prefixBytes !== null && this.bytes < this.prefixBytes)
      this.prefix.update(chunk.subarray(0, this.prefixBytes - this.bytes));
    if (this.bytes < HEAD_BYTES) this.head.push(chunk.subarray(0, HEAD_BYTES - this.bytes));
    this.bytes += chunk.length;
    if (this.bytes > CONTENT_BYTES_MAX) throw new Unreadable(`content larger than ${CONTENT_BYTES_MAX / 2 ** 30} GiB`);
    if (isBinary) return;
    this.lines(chunk);
    for (let index = chunk.length - 1; index >= 0; index -= 1) {
      const byte = chunk[index] ?? 0;
      if (byte > 32) {
        this.last = byte;
        break;
      }
    }
    const text = this.tail.length === 0 ? chunk : Buffer.concat([this.tail, chunk]);
    const whole = wholeCharacters(text);
    this.tail = text.subarray(whole);
    this.isClean &&= isUtf8(text.subarray(0, whole)) && !chunk.includes(0) && !chunk.includes(31);
  }

  private lines(chunk: Buffer): void {
    let from = 0;
    for (let index = chunk.indexOf(NEWLINE); index !== -1; index = chunk.indexOf(NEWLINE, from)) {
      if (this.sinceNewline + index - from > LINE_BYTES_MAX) this.hasLongLine = true;
      this.newlines += 1;
      this.sinceNewline = 0;
      from = index + 1;
    }
    this.sinceNewline += chunk.length - from;
    if (this.sinceNewline > LINE_BYTES_MAX) this.hasLongLine = true;
  }

  end(compression: Compression, sameDigest: string | null) {
    return {
      content_digest: sameDigest ?? this.digest.digest("hex"),
      content_bytes: this.bytes,
      prefix_digest: this.prefixBytes !== null && this.bytes >= this.prefixBytes ? this.prefix.digest("hex") : null,
      line_count: this.newlines + (this.sinceNewline > 0 ? 1 : 0),
      is_terminated: this.sinceNewline === 0 || compression !== "none",
      is_clean: this.isClean && this.tail.length === 0,
      has_long_line: this.hasLongLine,
      last_character: this.last > 32 && this.last < 127 ? String.fromCharCode(this.last) : "",
      head: Buffer.concat(this.head),
    };
  }
}

/** The length of the longest beginning that does not end inside a character of UTF-8 (which has at most 4 bytes). */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
    if (byte < 0x80) return bytes.length;
  }
  return bytes.length;
}
