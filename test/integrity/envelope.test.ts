import { createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelopeShape, keyIdOf, preAuthEncoding, sealed, signersOf } from "../../data/integrity/envelope.js";
import { openSigningKey } from "../../data/integrity/signing-key.js";
import { newFolder } from "../folder.js";

const PAYLOAD = Buffer.from("hello world");

describe("an envelope", () => {
  // The example of DSSE's protocol.md: PAE("http://example.com/HelloWorld", "hello world").
  it("signs type and payload with their lengths", () => {
    expect(preAuthEncoding("http://example.com/HelloWorld", PAYLOAD).toString("utf8")).toBe(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
  });

  it("holds by the key that signed it, and by no other", () => {
    const signer = openSigningKey(null, join(newFolder(), "keys"));
    const other = openSigningKey(null, join(newFolder(), "keys"));
    const envelope = envelopeShape.parse(JSON.parse(sealed("text/plain", PAYLOAD, signer)));
    const [ours, theirs] = [createPublicKey(signer.public_pem), createPublicKey(other.public_pem)];
    expect(signersOf(envelope, [theirs, ours])).toEqual([signer.keyid]);
    expect(signersOf(envelope, [theirs])).toEqual([]);
    expect(signersOf({ ...envelope, payloadType: "text/plaim" }, [ours])).toEqual([]);
    expect(signersOf({ ...envelope, payload: Buffer.from("hello World").toString("base64") }, [ours])).toEqual([]);
  });

  it("with any byte of what was signed changed does not hold", () => {
    const signer = openSigningKey(null, join(newFolder(), "keys"));
    const key = createPublicKey(signer.public_pem);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (payload, at, change) => {
          const envelope = envelopeShape.parse(JSON.parse(sealed("t", payload, signer)));
          const other = payload.with(at % payload.length, (payload[at % payload.length] ?? 0) ^ change);
          expect(signersOf(envelope, [key])).toEqual([signer.keyid]);
          expect(signersOf({ ...envelope, payload: Buffer.from(other).toString("base64") }, [key])).toEqual([]);
        },
      ),
    );
  });

  it("has the same bytes for the same payload and key", () => {
    const signer = openSigningKey(null, join(newFolder(), "keys"));
    expect(sealed("text/plain", PAYLOAD, signer)).toBe(sealed("text/plain", PAYLOAD, signer));
  });

  it("is not taken from a key of another kind", () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const sig = sign("sha256", preAuthEncoding("t", PAYLOAD), privateKey).toString("base64");
    const envelope = { payloadType: "t", payload: PAYLOAD.toString("base64"), signatures: [{ keyid: "", sig }] };
    expect(signersOf(envelope, [publicKey])).toEqual([]);
  });
});

describe("the signing key", () => {
  it("is made on the first run, for the owner only, and is the same afterwards", () => {
    const folder = join(newFolder(), "keys");
    const first = openSigningKey(null, folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, "signing.pem")).mode & 0o777).toBe(0o600);
    expect(keyIdOf(createPublicKey(readFileSync(join(folder, "signing.pub.pem"))))).toBe(first.keyid);
    expect(openSigningKey(null, folder).keyid).toBe(first.keyid);
  });

  it("that others may read is refused, and so is a folder open to others", () => {
    const folder = join(newFolder(), "keys");
    openSigningKey(null, folder);
    chmodSync(join(folder, "signing.pem"), 0o640);
    expect(() => openSigningKey(null, folder)).toThrow(`signing key open to others: ${join(folder, "signing.pem")}`);
    chmodSync(join(folder, "signing.pem"), 0o600);
    chmodSync(folder, 0o755);
    expect(() => openSigningKey(null, folder)).toThrow("signing key open to others");
  });

  it("that is lost is not replaced in silence", () => {
    const folder = join(newFolder(), "keys");
    openSigningKey(null, folder);
    rmSync(join(folder, "signing.pem"));
    expect(() => openSigningKey(null, folder)).toThrow("signing key not found");
    expect(existsSync(join(folder, "signing.pem"))).toBe(false);
  });

  it("that the settings name and is not there, or is no key of ours, is named", () => {
    const file = join(newFolder(), "no.pem");
    expect(() => openSigningKey(file, "")).toThrow(`signing key not found: ${file}`);
    writeFileSync(file, "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n", { mode: 0o600 });
    expect(() => openSigningKey(file, "")).toThrow(`signing key not usable: ${file}`);
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(file, String(privateKey.export({ type: "pkcs8", format: "pem" })));
    expect(() => openSigningKey(file, "")).toThrow(`signing key not usable: ${file}`);
  });
});
