import { createPublicKey } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readLedger } from "../../data/integrity/ledger.js";
import { openSigningKey } from "../../data/integrity/signing-key.js";
import { loadSettings } from "../../data/settings/load.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { type Proof, proofOf } from "../../pipeline/verify/proof.js";
import { newFolder, newWorkspace } from "../folder.js";
import { copyOf, EFFECTS, faultsOf } from "./installation.js";

const NIGHTS = ["2026-05-02", "2026-05-03"] as const;
const feeds = newFolder();
const workspace = newWorkspace();
const folder = join(workspace.reports, NIGHTS[0]);
let earlierHead = "";

beforeAll(async () => {
  mkdirSync(join(feeds, "access"));
  for (const [n, night] of [...NIGHTS, "2026-05-04"].entries())
    writeFileSync(
      join(feeds, "access", `vault-${n}.csv`),
      `event_id,event_time,source,actor_id,action,outcome\ne${n},${night}T10:00:00Z,vault,A,view,success\n`,
    );
  for (const night of NIGHTS) {
    await run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [night] }, EFFECTS, silent);
    if (night === NIGHTS[0]) earlierHead = readFileSync(workspace.head, "utf8");
  }
});

const written = (proof: unknown): string => {
  const file = join(newFolder(), "proof.json");
  writeFileSync(file, JSON.stringify(proof));
  return file;
};
const keys = () => [createPublicKey(readFileSync(join(workspace.keys, "signing.pub.pem")))];

describe("a proof that one delivery was read", () => {
  it("holds with the pinned key and the delivery's bytes, and names no other delivery", async () => {
    const proof = proofOf(folder, "access/vault-1.csv", workspace.root);
    expect(await faultsOf(written(proof), { keys: keys(), feeds })).toEqual([]);
    expect(JSON.stringify(proof)).not.toMatch(/vault-[02]/);
    expect(proof.delivery.path.length).toBe(2);
  });

  it("does not hold for another delivery, night, number of deliveries, head or key", async () => {
    const proof = proofOf(folder, "access/vault-1.csv", workspace.root);
    const { delivery, publication } = proof;
    const { line } = publication;
    const other = openSigningKey(null, join(newFolder(), "keys"));
    const changed: readonly (readonly [Proof, string])[] = [
      [{ ...proof, delivery: { ...delivery, leaf: { ...delivery.leaf, bytes: 1 } } }, "inclusion"],
      [{ ...proof, delivery: { ...delivery, index: 0 } }, "inclusion"],
      [{ ...proof, publication: { ...publication, line: { ...line, name: NIGHTS[1] } } }, "ledger"],
      [{ ...proof, publication: { ...publication, line: { ...line, files: 2 } } }, "ledger"],
      [{ ...proof, head: { ...proof.head, payload: Buffer.from("{}").toString("base64") } }, "signature"],
    ];
    for (const [forged, what] of changed)
      expect((await faultsOf(written(forged), { keys: keys() })).join()).toContain(`proof.json: ${what}`);
    expect(await faultsOf(written(proof), { keys: [createPublicKey(other.public_pem)] })).toEqual([
      "proof.json: signature: not by a key that was given",
    ]);
    expect(await faultsOf(written({ format: "else" }))).toEqual(["proof.json: proof: not a proof of Sharewatch"]);
  });

  it("finds bytes that are not those delivered", async () => {
    const proof = written(proofOf(folder, "access/vault-1.csv", workspace.root));
    const others = newFolder();
    cpSync(feeds, others, { recursive: true });
    writeFileSync(join(others, "access", "vault-1.csv"), "changed\n");
    expect(await faultsOf(proof, { feeds: others })).toEqual([
      "proof.json: delivery access/vault-1.csv: its bytes are not here",
    ]);
  });

  it("is not made for what was not delivered", () => {
    expect(() => proofOf(folder, "access/vault-9.csv", workspace.root)).toThrow("no such delivery");
  });
});

describe("a head of the ledger that was kept elsewhere", () => {
  const kept = (): string => {
    const file = join(newFolder(), "head.json");
    writeFileSync(file, earlierHead);
    return file;
  };

  it("holds against a ledger that only grew", async () => {
    expect(await faultsOf(workspace.reports, { noted: [kept()], keys: keys() })).toEqual([]);
  });

  it("shows a ledger that was begun anew by whoever holds the key, where all else holds", async () => {
    const forged = newWorkspace();
    cpSync(workspace.keys, forged.keys, { recursive: true });
    await run({ feeds, workspace: forged, loaded: loadSettings(null, feeds), nights: [NIGHTS[1]] }, EFFECTS, silent);
    expect(await faultsOf(forged.reports, { keys: keys() })).toEqual([]);
    expect((await faultsOf(forged.reports, { keys: keys(), noted: [kept()] })).join()).toContain(
      "the ledger was rewritten: not the same in its first 1 line",
    );
  });

  it("shows a ledger that was cut off with all that it names, where all else holds", async () => {
    const cut = copyOf(workspace);
    const latest = join(newFolder(), "head.json");
    cpSync(workspace.head, latest);
    rmSync(join(cut.reports, NIGHTS[1]), { recursive: true });
    writeFileSync(cut.ledger, `${readLedger(cut.ledger).texts[0] ?? ""}\n`);
    writeFileSync(cut.head, earlierHead);
    expect(await faultsOf(cut.reports, { keys: keys() })).toEqual([]);
    expect(await faultsOf(cut.reports, { keys: keys(), noted: [latest] })).toEqual([
      expect.stringContaining("the ledger was cut off: it has 1 line, the head was of 2"),
    ]);
  });

  it("that is missing in the workspace is said", async () => {
    const without = copyOf(workspace);
    rmSync(without.head);
    expect(await faultsOf(without.reports)).toEqual(["all: ledger head: missing: 2 lines without a signature"]);
  });
});
