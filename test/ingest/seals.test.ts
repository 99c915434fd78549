import { createHash } from "node:crypto";
import { mkdtempSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { Seals } from "../../pipeline/ingest/seals.js";
import { openMemory } from "../store.js";

const newFolder = (): string => mkdtempSync(join(tmpdir(), "seals-"));
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const KEPT = "SELECT count(*)::INTEGER AS kept FROM file_seal";

describe("the seal of a file", () => {
  it("spares reading it again once it is settled, and breaks when its bytes change under the same size and times", async () => {
    const store = await openMemory();
    const path = join(newFolder(), "a.csv");
    writeFileSync(path, "one");
    const young = await Seals.load(store, newFolder());
    expect(await young.digest("a.csv", path)).toBe(sha256("one"));
    await young.save(store);
    expect(await store.rows(KEPT, z.object({ kept: z.number() }))).toEqual([{ kept: 0 }]);

    await sleep(2100);
    const settled = await Seals.load(store, newFolder());
    expect(await settled.digest("a.csv", path)).toBe(sha256("one"));
    await settled.save(store);
    await store.run("UPDATE file_seal SET file_digest = 'as it was kept'");
    expect(await (await Seals.load(store, newFolder())).digest("a.csv", path)).toBe("as it was kept");

    const { atime, mtime } = statSync(path);
    writeFileSync(path, "two");
    utimesSync(path, atime, mtime);
    expect(await (await Seals.load(store, newFolder())).digest("a.csv", path)).toBe(sha256("two"));
  });
});
