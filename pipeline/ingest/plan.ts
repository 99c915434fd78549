import { stat } from "node:fs/promises";
import type { Format, Head } from "../../data/formats/format.js";
import { pathsOf } from "../../data/formats/format.js";
import { Unreadable } from "./decode.js";
import type { Found } from "./discover.js";
import { type Layout, look } from "./head.js";
import type { Ledger, LedgerEntry } from "./ledger.js";
import { type Prepared, prepare } from "./prepare.js";
import { digestOf, type Seals } from "./seals.js";

/** What is to be done with a file that was found. */
export type Plan =
  | { readonly kind: "known" }
  | { readonly kind: "unopened"; readonly found: Found; readonly reason: string }
  | {
      readonly kind: "refused";
      readonly found: Found;
      readonly prepared: Prepared | null;
      readonly file_digest: string;
      readonly reason: string;
    }
  | { readonly kind: "copy"; readonly prepared: Prepared }
  | {
      readonly kind: "read";
      readonly prepared: Prepared;
      readonly layout: Layout;
      readonly head: Head;
      readonly before: { readonly mtimeMs: number };
      readonly completes: LedgerEntry | null;
      readonly is_first: boolean;
    };

/** A log adds to what was read before; a snapshot replaces it, so that only the one read last counts as the same. */
export interface Delivery {
  readonly kind: "log" | "snapshot";
  readonly feed: string;
}

/** What was read before, and where temporary copies go. */
export interface Known {
  readonly ledger: Ledger;
  readonly seals: Seals;
  readonly tmp: string;
}

/**
 * Decides about a file: known by path, size and digest; a copy of content that was read before; not readable; or to be read.
 *
 * `completes` is the earlier delivery under this path whose unfinished last line this one continues: the earlier content is
 * the beginning of this one.
 */
export async function plan(found: Found, of: Delivery, known: Known, name: string): Promise<Plan> {
  try {
    return await decide(found, of, known, name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reason = UNOPENED[code];
    if (reason === undefined) throw error;
    return { kind: "unopened", found, reason };
  }
}

/** What the operating system says of a file that cannot be opened: it is tried again next time. */
const UNOPENED: Readonly<Record<string, string>> = {
  EACCES: "not readable: permission denied",
  EPERM: "not readable: permission denied",
  ENOENT: "gone while it was read",
  EIO: "not readable: input or output error",
};

async function decide(found: Found, of: Delivery, { ledger, seals, tmp }: Known, name: string): Promise<Plan> {
  const earlier = ledger.deliveries(found.path);
  const standing = of.kind === "log" ? earlier : earlier.slice(-1);
  const sameSize = standing.filter(({ size_bytes }) => size_bytes === found.size_bytes);
  if (sameSize.length > 0) {
    const digest = await seals.digest(found.path, found.absolute);
    if (sameSize.some(({ file_digest }) => file_digest === digest)) return { kind: "known" };
  }
  const open = earlier.findLast(({ status, is_terminated }) => status === "read" && !is_terminated) ?? null;
  const before = await stat(found.absolute);
  let prepared: Prepared | null = null;
  try {
    prepared = await prepare(found, { tmp, name, prefix_bytes: open?.content_bytes ?? null });
    const same = of.kind === "log" ? ledger.sameContent(of.feed, prepared.content_digest) : ledger.lastRead(of.feed);
    if (same?.content_digest === prepared.content_digest) return { kind: "copy", prepared };
    const completes = open !== null && prepared.prefix_digest === open.content_digest ? open : null;
    return { kind: "read", prepared, ...look(prepared), before, completes, is_first: earlier.length === 0 };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const file_digest = prepared?.file_digest ?? (await digestOf(found.absolute));
    return { kind: "refused", found, prepared, file_digest, reason: error.message };
  }
}

/** The names in a file's first records that no field of the format reads, sorted. */
export function unmappedIn(format: Format, head: Head): string[] {
  const read = new Set([...pathsOf(format).map(([key]) => String(key)), ...(format.ignored ?? [])]);
  return [...new Set(namesOf(format, head))].filter((name) => name !== "" && !read.has(name)).sort();
}

function namesOf({ line }: Format, { header, records, lines }: Head): readonly string[] {
  switch (line?.kind) {
    case "pattern":
      return line.groups;
    case "w3c":
      return lines.flatMap((text) => (text.startsWith("#Fields:") ? text.slice(8).trim().split(/\s+/) : []));
    case "cef":
      return lines.flatMap((text) => Array.from(text.matchAll(/[ |]([A-Za-z0-9_.[\]-]+)=/g), ([, key]) => key ?? ""));
    default:
      return header ?? records.flatMap((record) => Object.keys(record));
  }
}
