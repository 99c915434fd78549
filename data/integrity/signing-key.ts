import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../errors.js";
import { writeWhole } from "../whole-file.js";
import { keyIdOf, type Signer } from "./envelope.js";

/** What group and others may have of a private key, or of the folder made for it: nothing. */
const OTHERS = 0o077;

/** Names in the workspace's folder of keys. */
export const PRIVATE_NAME = "signing.pem";
export const PUBLIC_NAME = "signing.pub.pem";

/**
 * The installation's key. One that the settings name must be there; else it lies in the workspace's folder of keys and is
 * made there on the first run. PKCS#8 in PEM, Ed25519. What the key holds is never in an error, a log or a report.
 *
 * @throws PipelineError `signing_key_missing`, `signing_key_exposed` (others may read it), `signing_key_unreadable`; each
 *   names the file
 */
export function openSigningKey(configured: string | null, folder: string): Signer {
  if (configured !== null) return read(configured);
  const file = join(folder, PRIVATE_NAME);
  const published = join(folder, PUBLIC_NAME);
  if (!existsSync(file)) {
    if (existsSync(published))
      throw new PipelineError("signing_key_missing", `signing key not found: ${file}`, {
        file,
        next: `put it back from a copy; or move ${PUBLIC_NAME} away, to sign with a new key from now on`,
      });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync("ed25519");
    writeWhole(file, String(privateKey.export({ type: "pkcs8", format: "pem" })));
  }
  if ((statSync(folder).mode & OTHERS) !== 0) throw exposed(folder, "chmod 700");
  const signer = read(file);
  if (!existsSync(published)) writeWhole(published, signer.public_pem);
  return signer;
}

/** @throws PipelineError `signing_key_unreadable`, `signing_key_missing` */
export function readPublicKey(file: string): KeyObject {
  try {
    return createPublicKey(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new PipelineError("signing_key_missing", `public key not found: ${file}`, { file });
    throw new PipelineError("signing_key_unreadable", `public key not readable: ${file}`, { file });
  }
}

function read(file: string): Signer {
  let pem: string;
  try {
    if ((statSync(file).mode & OTHERS) !== 0) throw exposed(file, "chmod 600");
    pem = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof PipelineError) throw error;
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing) throw new PipelineError("signing_key_missing", `signing key not found: ${file}`, { file });
    throw new PipelineError("signing_key_unreadable", `signing key not readable: ${file}`, { file });
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw unfit(file);
  }
  if (key.asymmetricKeyType !== "ed25519") throw unfit(file);
  const shown = createPublicKey(key);
  const public_pem = String(shown.export({ type: "spki", format: "pem" }));
  return { keyid: keyIdOf(shown), private_key: key, public_pem };
}

function exposed(file: string, remedy: string): PipelineError {
  return new PipelineError("signing_key_exposed", `signing key open to others: ${file}`, {
    file,
    next: `${remedy} ${file}; if others could have read it, sign with a new key`,
  });
}

function unfit(file: string): PipelineError {
  return new PipelineError("signing_key_unreadable", `signing key not usable: ${file}`, {
    file,
    next: "an Ed25519 key in PEM without a passphrase: openssl genpkey -algorithm ed25519 -out FILE",
  });
}
