import { createHash, type KeyObject } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { envelopeShape, signersOf } from "../../data/integrity/envelope.js";
import {
  ENVELOPE_NAME,
  MANIFEST_NAME,
  MANIFEST_TYPE,
  type Manifest,
  manifestShape,
} from "../../data/integrity/manifest.js";
import { readPublicKey } from "../../data/integrity/signing-key.js";
import type { Workspace } from "../../data/workspace.js";

/** A manifest's text with what it says and its digest. */
export interface Standing {
  readonly text: string;
  readonly manifest: Manifest;
  readonly sha256: string;
}

/** The manifest that stands in a folder, or null where none can be read. */
export function standingIn(folder: string): Standing | null {
  try {
    const text = readFileSync(join(folder, MANIFEST_NAME), "utf8");
    const manifest = manifestShape.parse(JSON.parse(text));
    return { text, manifest, sha256: createHash("sha256").update(text).digest("hex") };
  } catch {
    return null;
  }
}

/** What a manifest says of its night alone, whatever was published before it. */
export type ManifestBody = Omit<Manifest, "previous" | "ledger" | "history">;

/**
 * Whether a night came out as it stands: the same outputs of the same settings, code and decisions, from the same deliveries
 * and none since that the night should have known.
 */
export function stillSays(standing: Manifest, body: ManifestBody): boolean {
  const { previous: _, ledger: __, history: ___, inputs: before, ...said } = standing;
  const { inputs: now, ...saying } = body;
  const since = now.files.slice(before.files.length);
  return (
    canonicalJson(said) === canonicalJson(saying) &&
    before.files.every(({ path, sha256, known_from }, index) => {
      const file = now.files[index];
      return file?.path === path && file.sha256 === sha256 && file.known_from === known_from;
    }) &&
    since.every(({ known_from }) => known_from > body.night)
  );
}

/** The envelope that stands beside a manifest, where it holds by a key of the installation, a former one too; else null. */
export function standingSeal(folder: string, text: string, keys: readonly KeyObject[]): string | null {
  try {
    const seal = readFileSync(join(folder, ENVELOPE_NAME), "utf8");
    const envelope = envelopeShape.parse(JSON.parse(seal));
    const isOurs =
      envelope.payloadType === MANIFEST_TYPE && Buffer.from(envelope.payload, "base64").equals(Buffer.from(text));
    return isOurs && signersOf(envelope, keys).length > 0 ? seal : null;
  } catch {
    return null;
  }
}

/** Public keys in a folder of keys, former ones kept beside the present one included. */
export function publicKeysIn(folder: string): KeyObject[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".pub.pem"));
  return names.sort().map((name) => readPublicKey(join(folder, name)));
}

/** Whether a night's manifest is signed by a key of the workspace, and by which. */
export interface NightSignature {
  readonly night: string;
  readonly keyid: string | null;
}

/** The signature of a published night, as `status` tells it; the files themselves are `verify`'s. */
export function signatureOf({ reports, keys }: Workspace, night: string): NightSignature {
  const folder = join(reports, night);
  const standing = standingIn(folder);
  const ours = publicKeysIn(keys);
  const seal = standing === null ? null : standingSeal(folder, standing.text, ours);
  const [keyid = null] = seal === null ? [] : signersOf(envelopeShape.parse(JSON.parse(seal)), ours);
  return { night, keyid };
}
