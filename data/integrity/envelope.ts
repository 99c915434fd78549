import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "./canonical.js";

/**
 * A DSSE envelope, version 1 (github.com/secure-systems-lab/dsse): the payload as it was signed, and who signed it. The
 * public key stands beside each signature for whoever has the folder alone; it proves nothing of where the folder came from.
 */
export const envelopeShape = z.object({
  payloadType: z.string(),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.base64(), public_key: z.string().optional() })).min(1),
});
export type Envelope = z.infer<typeof envelopeShape>;

/** Whoever signs: the private half never leaves this process. */
export interface Signer {
  readonly keyid: string;
  readonly private_key: KeyObject;
  /** PEM, SubjectPublicKeyInfo. */
  readonly public_pem: string;
}

/** What is signed: type and payload with their lengths, so that neither can be taken for the other (DSSE, PAE). */
export function preAuthEncoding(type: string, payload: Uint8Array): Buffer {
  const bytes = Buffer.byteLength(type, "utf8");
  return Buffer.concat([Buffer.from(`DSSEv1 ${bytes} ${type} ${payload.length} `, "utf8"), payload]);
}

/** The id of a public key: SHA-256 of its SubjectPublicKeyInfo in DER, hexadecimal. */
export function keyIdOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** An envelope around a payload, signed with Ed25519 (RFC 8032): the same payload and key give the same bytes. */
export function sealed(type: string, payload: Uint8Array, { keyid, private_key, public_pem }: Signer): string {
  const sig = sign(null, preAuthEncoding(type, payload), private_key).toString("base64");
  const signatures = [{ keyid, sig, public_key: public_pem }];
  return canonicalJson({ payloadType: type, payload: Buffer.from(payload).toString("base64"), signatures });
}

/** The ids of those of the keys by which an envelope is signed; a key that is none of Ed25519 signs nothing. */
export function signersOf(envelope: Envelope, keys: readonly KeyObject[]): string[] {
  const message = preAuthEncoding(envelope.payloadType, Buffer.from(envelope.payload, "base64"));
  return keys
    .filter((key) => key.asymmetricKeyType === "ed25519")
    .filter((key) => envelope.signatures.some(({ sig }) => verify(null, message, key, Buffer.from(sig, "base64"))))
    .map(keyIdOf);
}

/** The public keys that an envelope carries itself; what cannot be read is left out. */
export function keysWithin({ signatures }: Envelope): KeyObject[] {
  return signatures.flatMap(({ public_key }) => {
    try {
      return public_key === undefined ? [] : [createPublicKey(public_key)];
    } catch {
      return [];
    }
  });
}
