import type { KeyObject } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Envelope, envelopeShape, keyIdOf, keysWithin, signersOf } from "../../data/integrity/envelope.js";
import { ENVELOPE_NAME, MANIFEST_TYPE } from "../../data/integrity/manifest.js";
import { type Check, checker, listed, short } from "./check.js";
import type { Examined } from "./folder.js";

/** Envelopes are not much longer than their manifest, which is bounded. */
const ENVELOPE_BYTES_MAX = 384 * 2 ** 20;

/** The keys that a signature may be by: those that the auditor trusts, and those found in the workspace. */
export interface TrustedKeys {
  readonly pinned: readonly KeyObject[];
  readonly beside: readonly KeyObject[];
}

/**
 * Who signed a folder's manifest. With pinned keys: one of them must have. Without: that it was signed by the key found
 * beside shows that nothing was changed since by somebody without that key, and nothing about whose key it is.
 */
export function checkSignature({ path, name, standing }: Examined, { pinned, beside }: TrustedKeys): Check {
  const { holds, fails } = checker(name);
  const what = `signature, ${ENVELOPE_NAME}`;
  const envelope = read(join(path, ENVELOPE_NAME));
  if (typeof envelope === "string") return fails(what, envelope);
  if (envelope.payloadType !== MANIFEST_TYPE) return fails(what, `signed as something else: ${envelope.payloadType}`);
  if (standing !== null && !Buffer.from(envelope.payload, "base64").equals(Buffer.from(standing.text)))
    return fails(what, "what was signed is not manifest.json");
  const named = listed(envelope.signatures.map(({ keyid }) => short(keyid)));
  const [signer] = signersOf(envelope, pinned);
  if (pinned.length > 0)
    return signer === undefined
      ? fails(
          what,
          `not by a key that was given (${listed(pinned.map((key) => short(keyIdOf(key))))}); it names ${named}`,
        )
      : holds(what, `by the given key ${short(signer)}`);
  const candidates = beside.length > 0 ? beside : keysWithin(envelope);
  const [found] = signersOf(envelope, candidates);
  if (found === undefined)
    return fails(what, beside.length > 0 ? `not by a key of the workspace; it names ${named}` : "does not fit its key");
  return holds(
    what,
    `by key ${short(found)} found beside it: unchanged since, but not whose key it is; give --key for that`,
  );
}

function read(file: string): Envelope | string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return "missing";
  if (!found.isFile() || found.size > ENVELOPE_BYTES_MAX) return "not a file that can be read";
  try {
    return envelopeShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return "not an envelope of DSSE";
  }
}
