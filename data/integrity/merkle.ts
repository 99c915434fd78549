import { createHash } from "node:crypto";

/** Keep a leaf from ever being taken for an inner node (RFC 6962, 2.1). */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const node = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);

/** The hash of one entry: SHA-256 over a zero byte and the entry. */
export function leafHash(entry: string | Uint8Array): Buffer {
  return sha256(LEAF, typeof entry === "string" ? Buffer.from(entry, "utf8") : entry);
}

/** The root over leaf hashes in order; SHA-256 of nothing where there are none. RFC 6962, 2.1. */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return Buffer.from(only);
  const half = split(leaves.length);
  return node(merkleRoot(leaves.slice(0, half)), merkleRoot(leaves.slice(half)));
}

/** A tree that only grows, by its whole subtrees from the largest: the root after each leaf, without going over the others. */
export class GrowingTree {
  private readonly peaks: { readonly hash: Buffer; readonly size: number }[] = [];

  add(leaf: Uint8Array): void {
    let grown: { readonly hash: Buffer; readonly size: number } = { hash: Buffer.from(leaf), size: 1 };
    for (let last = this.peaks.at(-1); last?.size === grown.size; last = this.peaks.at(-1)) {
      this.peaks.pop();
      grown = { hash: node(last.hash, grown.hash), size: 2 * grown.size };
    }
    this.peaks.push(grown);
  }

  /** As `merkleRoot` of all leaves so far. */
  root(): Buffer {
    const [last, ...larger] = this.peaks.toReversed();
    return last === undefined ? sha256() : larger.reduce((hash, peak) => node(peak.hash, hash), last.hash);
  }
}

/**
 * The hashes beside the way from a leaf up to the root, lowest first: with them anybody who holds the entry and the root can
 * see that the entry is in the tree, without seeing any other. RFC 6962, 2.1.1.
 *
 * @throws RangeError for a leaf that there is not
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`no such leaf: ${index}`);
  if (leaves.length === 1) return [];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...inclusionProof(left, index), merkleRoot(right)]
    : [...inclusionProof(right, index - half), merkleRoot(left)];
}

/** What an inclusion is claimed of: the leaf's hash at its place, counted from 0, in a tree of `size` leaves. */
export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether a proof shows that the leaf is at its place in the tree. RFC 9162, 2.1.3.2. */
export function provesInclusion({ leaf, index, size, root }: Inclusion, proof: readonly Uint8Array[]): boolean {
  if (!isPlace(index) || !isPlace(size) || index >= size) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  let [place, last] = [index, size - 1];
  let hash: Uint8Array = leaf;
  for (const beside of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      hash = node(beside, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else hash = node(hash, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && Buffer.compare(hash, root) === 0;
}

/** Two trees of which the second is claimed to begin with the first: sizes and roots. */
export interface Growth {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
}

/** The hashes that show that the first `size` leaves stand unchanged at the beginning. RFC 6962, 2.1.2. */
export function consistencyProof(leaves: readonly Uint8Array[], size: number): Buffer[] {
  if (!Number.isInteger(size) || size < 0 || size > leaves.length) throw new RangeError(`no such size: ${size}`);
  return size === 0 ? [] : subProof(leaves, size, true);
}

/** Whether a proof shows that a tree only grew. RFC 9162, 2.1.4.2; of the empty tree nothing can be shown. */
export function provesGrowth({ from, to }: Growth, proof: readonly Uint8Array[]): boolean {
  if (!isPlace(from.size) || !isPlace(to.size) || from.size > to.size) return false;
  if (from.size === 0) return false;
  if (from.size === to.size) return proof.length === 0 && Buffer.compare(from.root, to.root) === 0;
  if (![from.root, to.root, ...proof].every(isHash)) return false;
  const path = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  const [seed, ...rest] = path;
  if (seed === undefined) return false;
  let [place, last] = [from.size - 1, to.size - 1];
  while (place % 2 === 1) [place, last] = [half(place), half(last)];
  let [old, grown]: [Uint8Array, Uint8Array] = [seed, seed];
  for (const beside of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [old, grown] = [node(beside, old), node(beside, grown)];
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else grown = node(grown, beside);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 && Buffer.compare(old, from.root) === 0 && Buffer.compare(grown, to.root) === 0;
}

function subProof(leaves: readonly Uint8Array[], size: number, isWhole: boolean): Buffer[] {
  if (size === leaves.length) return isWhole ? [] : [merkleRoot(leaves)];
  const at = split(leaves.length);
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)];
  return size <= at
    ? [...subProof(left, size, isWhole), merkleRoot(right)]
    : [...subProof(right, size - at, false), merkleRoot(left)];
}

/** The largest power of two below a number of leaves. */
function split(count: number): number {
  return 2 ** Math.floor(Math.log2(count - 1));
}

const HASH_BYTES = 32;
const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
const half = (value: number): number => Math.floor(value / 2);
const isPlace = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (value: number): boolean => 2 ** Math.floor(Math.log2(value)) === value;
