import { createHash } from "node:crypto";

/** A double holds 53 bits, so that many of the hash are used. */
const BITS = 53;

/**
 * A number in (0, 1), uniform over distinct keys and the same for the same key on every machine: chance for randomised
 * p-values and audits that an outsider can recompute.
 *
 * key     ordered parts, such as seed, night, detector, entity; their boundaries count (["ab", "c"] is not ["a", "bc"])
 * source  first 53 bits of SHA-256 (FIPS 180-4) of the key's JSON in UTF-8, plus a half, over 2^53
 */
export function hashUniform(key: readonly string[]): number {
  const digest = createHash("sha256").update(JSON.stringify(key), "utf8").digest();
  const bits = digest.readBigUInt64BE(0) >> BigInt(64 - BITS);
  return Math.min((Number(bits) + 0.5) / 2 ** BITS, 1 - 2 ** -BITS);
}
