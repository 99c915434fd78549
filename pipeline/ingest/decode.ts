import type { Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { Decompress } from "fzstd";

/** Bytes a read or an inflation hands on at once. */
const CHUNK_BYTES = 1 << 20;

/** What stops a file from being read at all, in words for the ledger. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

export type Compression = "none" | "gzip" | "zstd";

/** First bytes of a gzip member (RFC 1952 §2.3.1) and of a Zstandard frame (RFC 8878 §3.1.1); no text begins with either. */
const MAGIC: readonly (readonly [Compression, Buffer])[] = [
  ["gzip", Buffer.from([0x1f, 0x8b])],
  ["zstd", Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
];

/** By the name's end, or by the first bytes: a name may have lost its end on the way, and content does not lie. */
export async function compressionOf(path: string): Promise<Compression> {
  if (/\.gz$/i.test(path)) return "gzip";
  if (/\.zst$/i.test(path)) return "zstd";
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.subarray(0, bytesRead);
    return MAGIC.find(([, magic]) => start.subarray(0, magic.length).equals(magic))?.[0] ?? "none";
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a file after decompression, in order, while `raw` digests the bytes as they stand on disk.
 *
 * @throws Unreadable where the compressed stream is cut off or damaged: nothing of it can then be taken for whole
 */
export async function* decompressed(path: string, compression: Compression, raw: Hash): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  file.on("data", (chunk) => raw.update(chunk));
  if (compression === "none") {
    yield* file as AsyncIterable<Buffer>;
  } else if (compression === "gzip") {
    const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
    file.on("error", (error) => gunzip.destroy(error));
    file.pipe(gunzip);
    try {
      yield* gunzip as AsyncIterable<Buffer>;
    } catch (cause) {
      throw new Unreadable(`gzip not readable: ${messageOf(cause)}`, { cause });
    } finally {
      file.destroy();
    }
  } else yield* unzstd(file as AsyncIterable<Buffer>);
}

async function* unzstd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let out: Uint8Array[] = [];
  const stream = new Decompress((chunk) => out.push(chunk));
  const push = (chunk: Uint8Array, isLast: boolean): void => {
    try {
      stream.push(chunk, isLast);
    } catch (cause) {
      throw new Unreadable(`zstd not readable: ${messageOf(cause)}`, { cause });
    }
  };
  for await (const chunk of chunks) {
    push(chunk, false);
    for (const part of out) yield Buffer.from(part.buffer, part.byteOffset, part.length);
    out = [];
  }
  push(new Uint8Array(), true);
  for (const part of out) yield Buffer.from(part.buffer, part.byteOffset, part.length);
}

/** UTF-16 content as UTF-8, and any content without its byte order mark. The encoding is told from the first bytes. */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, seen: (encoding: string) => void): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let isFirst = true;
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (isFirst) {
      bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = bytes;
      if (bytes.length < 4) continue;
      isFirst = false;
      const encoding = encodingOf(bytes);
      seen(encoding);
      if (encoding === "utf-8 with bom") bytes = bytes.subarray(3);
      else if (encoding !== "utf-8") decoder = new TextDecoder(encoding);
    }
    yield decoder === null ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (isFirst) {
    const encoding = encodingOf(held);
    seen(encoding);
    if (encoding === "utf-16le" || encoding === "utf-16be") yield Buffer.from(new TextDecoder(encoding).decode(held));
    else yield encoding === "utf-8" ? held : held.subarray(3);
  } else if (decoder !== null) yield Buffer.from(decoder.decode());
}

/** By byte order mark, or, without one, by where the zero bytes of ASCII characters stand among the first 4. */
function encodingOf(bytes: Buffer): "utf-8" | "utf-8 with bom" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8 with bom";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes.length < 4) return "utf-8";
  const zeros = [0, 1, 2, 3].map((index) => bytes[index] === 0);
  if (!zeros[0] && zeros[1] && !zeros[2] && zeros[3]) return "utf-16le";
  if (zeros[0] && !zeros[1] && zeros[2] && !zeros[3]) return "utf-16be";
  return "utf-8";
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
