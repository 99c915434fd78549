import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { PipelineError } from "../../data/errors.js";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { envelopeShape, keysWithin, signersOf } from "../../data/integrity/envelope.js";
import { headIn, parseHead } from "../../data/integrity/head.js";
import { ledgerLineShape, readLedger } from "../../data/integrity/ledger.js";
import { deliveryShape } from "../../data/integrity/manifest.js";
import { inclusionProof, leafHash, provesInclusion } from "../../data/integrity/merkle.js";
import { inputLeaf } from "../manifest/inputs.js";
import { standingIn } from "../manifest/standing.js";
import type { Archive } from "./archive.js";
import { type Check, checker, short } from "./check.js";
import type { TrustedKeys } from "./signature.js";

const PROOF_FORMAT = "sharewatch-proof/1";
const path = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64);

/**
 * That one delivery was read for one publication, for somebody who may see no other: its leaf in the tree over deliveries,
 * the ledger's line with the root of that tree, and the signed head of the ledger that the line is in.
 */
const proofShape = z.strictObject({
  format: z.literal(PROOF_FORMAT),
  delivery: z.strictObject({ index: z.int().min(0), path, leaf: deliveryShape }),
  publication: z.strictObject({ path, line: ledgerLineShape }),
  head: envelopeShape,
});
export type Proof = z.infer<typeof proofShape>;

const hexadecimal = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString("hex"));
const bytes = (hashes: readonly string[]): Buffer[] => hashes.map((hash) => Buffer.from(hash, "hex"));

/**
 * The proof for a delivery of a published folder: of the last under this path that it knew.
 *
 * @throws PipelineError `usage` where the folder, its ledger or the delivery is not there
 */
export function proofOf(folder: string, delivered: string, workspace: string): Proof {
  const standing = standingIn(folder);
  if (standing === null) throw new PipelineError("usage", `no manifest can be read: ${folder}`, { folder });
  const { files } = standing.manifest.inputs;
  const index = files.findLastIndex((file) => file.path === delivered);
  const file = files[index];
  if (file === undefined)
    throw new PipelineError("usage", `no such delivery in ${basename(folder)}: ${delivered}`, { delivered });
  const { texts, lines } = readLedger(join(workspace, "ledger.jsonl"));
  const line = lines[standing.manifest.ledger.index];
  const head = join(workspace, "ledger.dsse.json");
  const found = existsSync(head) ? parseHead(readFileSync(head, "utf8")) : null;
  if (found === null || line?.manifest !== standing.sha256 || found.head.size <= line.index)
    throw new PipelineError("usage", `the ledger does not hold this publication: ${workspace}`, { workspace });
  const leaves = texts.slice(0, found.head.size).map(leafHash);
  const { bytes: size, known_from, path: place, sha256 } = file;
  return {
    format: PROOF_FORMAT,
    delivery: {
      index,
      path: hexadecimal(inclusionProof(files.map(inputLeaf), index)),
      leaf: { bytes: size, known_from, path: place, sha256 },
    },
    publication: { path: hexadecimal(inclusionProof(leaves, line.index)), line },
    head: found.envelope,
  };
}

/** Each step of a proof that somebody was given, from the file itself up to the signature. */
export async function checkProof(
  file: string,
  { pinned, beside }: TrustedKeys,
  archive: Archive | null,
): Promise<Check[]> {
  const proof = readProof(file);
  const { holds, fails, unasked, cannot } = checker(basename(file));
  if (proof === null) return [fails("proof", "not a proof of Sharewatch")];
  const { delivery, publication, head } = proof;
  const { line } = publication;
  const signed = headIn(head);
  const keys = pinned.length > 0 ? pinned : beside.length > 0 ? beside : keysWithin(head);
  const [signer] = signersOf(head, keys);
  const leaf = leafHash(canonicalJson(delivery.leaf));
  const place = { index: delivery.index, size: line.files, root: Buffer.from(line.inputs, "hex") };
  const isRead = provesInclusion({ ...place, leaf }, bytes(delivery.path));
  const isLogged =
    signed !== null &&
    provesInclusion(
      {
        leaf: leafHash(canonicalJson(line)),
        index: line.index,
        size: signed.head.size,
        root: Buffer.from(signed.head.merkle_root, "hex"),
      },
      bytes(publication.path),
    );
  const sought = await archive?.find(delivery.leaf);
  const what = `delivery ${delivery.leaf.path}`;
  return [
    sought === undefined
      ? unasked(what, `give --feeds DIR to compare its bytes with ${delivery.leaf.sha256}`)
      : sought.found === null
        ? (sought.now === null ? cannot : fails)(what, "its bytes are not here")
        : holds(what, `its bytes have the digest ${delivery.leaf.sha256}`),
    isRead
      ? holds("inclusion", `number ${delivery.index + 1} of ${line.files} deliveries read for ${line.name}`)
      : fails("inclusion", `it is not among the deliveries read for ${line.name}`),
    isLogged
      ? holds("ledger", `${line.name} is publication ${line.index + 1} of the signed ledger`)
      : fails("ledger", `the signed ledger does not hold this publication of ${line.name}`),
    signer === undefined
      ? fails("signature", pinned.length > 0 ? "not by a key that was given" : "does not fit its key")
      : holds(
          "signature",
          pinned.length > 0
            ? `by the given key ${short(signer)}`
            : `by key ${short(signer)} found beside it, not whose key it is; give --key for that`,
        ),
  ];
}

/** A proof in a tree of a thousand million deliveries has a hundredth of this. */
const PROOF_BYTES_MAX = 1 << 20;

function readProof(file: string): Proof | null {
  if (statSync(file).size > PROOF_BYTES_MAX) return null;
  try {
    return proofShape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
