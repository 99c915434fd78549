import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  consistencyProof,
  GrowingTree,
  inclusionProof,
  leafHash,
  merkleRoot,
  provesGrowth,
  provesInclusion,
} from "../../data/integrity/merkle.js";
import { missing, sharedPath } from "../shared.js";

const vectorsFile = sharedPath("oracles/merkle_rfc6962/vectors.json");
const proof = z.array(z.string()).nullable();
const claim = { proof, desc: z.string(), wantErr: z.boolean(), file: z.string() };
const vectorsShape = z.object({
  leaf_inputs_hex: z.array(z.string()),
  root_by_size_hex: z.array(z.string()),
  inclusion: z.array(
    z.object({ ...claim, root: z.string(), leafIdx: z.number(), treeSize: z.number(), leafHash: z.string() }),
  ),
  consistency: z.array(
    z.object({
      ...claim,
      size1: z.number(),
      size2: z.number(),
      root1: z.string(),
      root2: z.string(),
    }),
  ),
});
const bytes = (text: string): Buffer => Buffer.from(text, "base64");
const steps = (given: readonly string[] | null): Buffer[] => (given ?? []).map(bytes);

describe.skipIf(missing(vectorsFile, "Merkle trees against the vectors of transparency-dev"))(
  "the vectors of RFC 6962",
  () => {
    const vectors =
      vectorsFile === null
        ? { leaf_inputs_hex: [], root_by_size_hex: [], inclusion: [], consistency: [] }
        : vectorsShape.parse(JSON.parse(readFileSync(vectorsFile, "utf8")));
    const leaves = vectors.leaf_inputs_hex.map((leaf) => leafHash(Buffer.from(leaf, "hex")));

    it("give the roots of trees of 0 to 8 leaves", () => {
      expect(leaves.length).toBeGreaterThan(0);
      for (const [size, root] of vectors.root_by_size_hex.entries())
        expect(merkleRoot(leaves.slice(0, size)).toString("hex")).toBe(root);
    });

    it.each(vectors.inclusion)(
      "inclusion: $file",
      ({ leafIdx, treeSize, leafHash: leaf, root, proof: given, wantErr }) => {
        const inclusion = { leaf: bytes(leaf), index: leafIdx, size: treeSize, root: bytes(root) };
        expect(provesInclusion(inclusion, steps(given))).toBe(!wantErr);
      },
    );

    it.each(vectors.consistency)("consistency: $file", ({ size1, size2, root1, root2, proof: given, wantErr }) => {
      const growth = { from: { size: size1, root: bytes(root1) }, to: { size: size2, root: bytes(root2) } };
      expect(provesGrowth(growth, steps(given))).toBe(!wantErr);
    });
  },
);

describe("a Merkle tree", () => {
  const entries = fc.array(fc.string(), { minLength: 1, maxLength: 40 });

  it("over nothing has the digest of nothing as its root, over one leaf that leaf's hash", () => {
    // SHA-256 of nothing, and of a zero byte: FIPS 180-4.
    expect(merkleRoot([]).toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(merkleRoot([leafHash("")]).toString("hex")).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });

  it("has the same root whether it grew leaf by leaf or was made at once", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 40 }), (texts) => {
        const tree = new GrowingTree();
        for (const [size, text] of texts.entries()) {
          expect(tree.root()).toEqual(merkleRoot(texts.slice(0, size).map((one) => leafHash(one))));
          tree.add(leafHash(text));
        }
        expect(tree.root()).toEqual(merkleRoot(texts.map((one) => leafHash(one))));
      }),
    );
  });

  it("proves each of its entries, and no other at that place", () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.string(), (texts, at, other) => {
        const leaves = texts.map((text) => leafHash(text));
        const index = at % leaves.length;
        const path = inclusionProof(leaves, index);
        const claimed = { index, size: leaves.length, root: merkleRoot(leaves) };
        expect(provesInclusion({ ...claimed, leaf: leafHash(texts[index] ?? "") }, path)).toBe(true);
        expect(provesInclusion({ ...claimed, leaf: leafHash(`${other}${texts[index]}!`) }, path)).toBe(false);
      }),
    );
  });

  it("proves that it grew from each of its beginnings, and from no changed one", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (texts, at) => {
        const leaves = texts.map((text) => leafHash(text));
        const size = 1 + (at % leaves.length);
        const to = { size: leaves.length, root: merkleRoot(leaves) };
        const path = consistencyProof(leaves, size);
        expect(provesGrowth({ from: { size, root: merkleRoot(leaves.slice(0, size)) }, to }, path)).toBe(true);
        const changed = [...leaves.slice(0, size).slice(1), leafHash("changed")];
        expect(provesGrowth({ from: { size, root: merkleRoot(changed) }, to }, path)).toBe(false);
      }),
    );
  });
});
