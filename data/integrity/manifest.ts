import { z } from "zod";
import { isDay } from "../days.js";

/** Raised when a field changes its meaning; a verifier refuses a manifest of another format. */
export const MANIFEST_FORMAT = "sharewatch-manifest/1";
/** What the envelope says its payload is. */
export const MANIFEST_TYPE = "application/vnd.sharewatch.manifest+json";
export const MANIFEST_NAME = "manifest.json";
export const ENVELOPE_NAME = "manifest.dsse.json";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "not a SHA-256 in hexadecimal" });
const count = z.int().min(0);
const day = z.string().refine(isDay, { error: "not a date" });

/** Text that canonical JSON can hold. */
const text = z.string().refine((value) => !/\p{Surrogate}/u.test(value), { error: "no Unicode text" });

/** A month, a quarter or a year. */
const PERIOD = /^(?!0000)\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/;

/** Whether a folder's name is that of a night or a period. */
export function isFolderName(name: string): boolean {
  return isDay(name) || PERIOD.test(name);
}

/** A night or a period, as its folder is named. */
export const folderName = z.string().refine(isFolderName, { error: "not a night or a period" });

/** A published file's name: a plain one, so that it can lie nowhere but in its folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, { error: "not the name of a file here" });

/** A path below the feeds folder, that cannot lead out of it. */
const inner = text.refine(
  (path) => !path.includes("\0") && path.split("/").every((step) => step !== "" && !/^\.\.?$/.test(step)),
  {
    error: "a path that leads out of the feeds folder",
  },
);

/** What of a delivery never changes: which bytes lay where, and the night that first knew them. */
export const deliveryShape = z.strictObject({ path: inner, sha256, bytes: count, known_from: day });
export type Delivery = z.infer<typeof deliveryShape>;

const inputShape = deliveryShape.extend({
  feed: text,
  status: z.enum(["read", "copy", "refused"]),
  rows: z.strictObject({ read: count, accepted: count, duplicate: count, refused: count }),
});

const entryShape = z.strictObject({
  name: folderName,
  manifest: sha256,
  files: count,
  journal: count,
  settings: sha256.optional(),
  code: sha256.optional(),
  inputs: sha256.optional(),
  lost: z.literal(true).optional(),
});

const outputShape = z.strictObject({ name: fileName, sha256, bytes: count });

/**
 * What a published folder was made from and of. Its bytes are the canonical form (RFC 8785).
 *
 * night      the last night that it stands on; of a period's report the last of its nights
 * marking    the highest marking that the folder's pages carry
 * inputs     every delivery that had been read, in the order of reading: `sha256` and `bytes` of the file as it lay there,
 *            the night that first knew it, rows as the ledger counts them; merkle_root (RFC 6962) over the canonical
 *            {bytes, known_from, path, sha256} of each
 * settings   SHA-256 of the canonical effective settings, and of the policy that they make
 * code       the version, and SHA-256 over the digests of the program's files (`codeDigest`)
 * journal    lines of the reviewers' journal that were known by the night's end, SHA-256 of the last of them, and of the
 *            reviewers (all but their secrets) as they were then
 * previous   SHA-256 of the manifest published before this one, whatever its night; null for the first
 * ledger     this publication's line in the ledger of publications, counted from 0; merkle_root over the lines before it;
 *            supersedes: the manifest that stood under this name before, or null
 * history    the lines before it, in order: deliveries and journal lines known then; settings and code where they are not
 *            this manifest's own; lost where the store that made this one does not hold what that one made, and then the root over
 *            the deliveries that had been read: elsewhere it is that over the first of this manifest's own
 * outputs    every other file of the folder but the signature, by name
 */
export const manifestShape = z.strictObject({
  format: z.literal(MANIFEST_FORMAT),
  kind: z.enum(["night", "period"]),
  name: folderName,
  night: day,
  home: z.strictObject({ nation: text, time_zone: text }),
  marking: text,
  inputs: z.strictObject({ files: z.array(inputShape), merkle_root: sha256 }),
  settings: z.strictObject({ sha256, policy_version: text, policy_sha256: sha256 }),
  code: z.strictObject({ version: text, sha256 }),
  journal: z.strictObject({ lines: count, head: sha256, reviewers_sha256: sha256 }),
  previous: sha256.nullable(),
  ledger: z.strictObject({ index: count, merkle_root: sha256, supersedes: sha256.nullable() }),
  history: z.array(entryShape),
  outputs: z.array(outputShape),
});

export type Manifest = z.infer<typeof manifestShape>;
export type ManifestInput = z.infer<typeof inputShape>;
export type ManifestOutput = z.infer<typeof outputShape>;
export type HistoryEntry = z.infer<typeof entryShape>;
