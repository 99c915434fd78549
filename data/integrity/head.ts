import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writeWhole } from "../whole-file.js";
import { canonicalJson } from "./canonical.js";
import { type Envelope, envelopeShape, type Signer, sealed } from "./envelope.js";
import { ledgerRoot } from "./ledger.js";

/** What the envelope of a head says its payload is. */
export const HEAD_TYPE = "application/vnd.sharewatch.ledger-head+json";
const HEAD_FORMAT = "sharewatch-ledger/1";

/** So many lines of the ledger of publications, and the Merkle root over them: the signed tree head of RFC 6962, 3.5. */
const headShape = z.strictObject({
  format: z.literal(HEAD_FORMAT),
  size: z.int().min(1),
  merkle_root: z.string().regex(/^[0-9a-f]{64}$/),
});
export type LedgerHead = z.infer<typeof headShape>;

/**
 * Signs the ledger as it stands and puts that in place as a whole; nothing where it stands so. A head names no night and no
 * file, so it can be given to anybody: who keeps one can later tell whether the ledger before it was cut off or rewritten.
 */
export function writeHead(path: string, texts: readonly string[], signer: Signer): void {
  const head: LedgerHead = { format: HEAD_FORMAT, size: texts.length, merkle_root: ledgerRoot(texts) };
  const text = sealed(HEAD_TYPE, Buffer.from(canonicalJson(head), "utf8"), signer);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeWhole(path, text);
}

/** A head and its envelope from a file's text; null where it is none. Whether the signature holds is asked elsewhere. */
export function parseHead(text: string): { readonly head: LedgerHead; readonly envelope: Envelope } | null {
  try {
    return headIn(envelopeShape.parse(JSON.parse(text)));
  } catch {
    return null;
  }
}

/** The head that an envelope carries; null where it carries none. */
export function headIn(envelope: Envelope): { readonly head: LedgerHead; readonly envelope: Envelope } | null {
  if (envelope.payloadType !== HEAD_TYPE) return null;
  try {
    const head = headShape.parse(JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8")));
    return { head, envelope };
  } catch {
    return null;
  }
}
