import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Flag } from "../../../data/flag.js";
import { settingsShape } from "../../../data/settings/shape.js";
import { volumeSurge } from "../../../detectors/leads/volume-surge.js";
import { casesReadOnce, smallestChange } from "../../../pipeline/dossier/change.js";
import { ordinaryWorld, pOf, type TestAct, TONIGHT, worldOf } from "../../detectors/world.js";

/** Ordinary acts, and on the night so many downloads of P00 more. */
function withDownloads(count: number) {
  const more: TestAct[] = Array.from({ length: count }, (_, i) => ({
    actor: "P00",
    day: TONIGHT,
    hour: 9 + (i % 60) / 10,
    action: "download",
    object: `OBJ-9${i}`,
    collection: "ALPHA",
  }));
  return worldOf([...ordinaryWorld(), ...more]);
}

const THRESHOLD = 1 / 500;
const flagOf = (observed: number) =>
  ({ night: TONIGHT, entity_id: "P00", observed, unit: "downloads in the day" }) as unknown as Flag;

describe("the smallest change that would have kept a lead off the list", () => {
  it("is one at which the judge's own p passes the threshold, and one event less of it does not", async () => {
    const store = await withDownloads(60);
    const judged = volumeSurge.judgeAll(
      await store.rows(volumeSurge.cases, z.unknown(), volumeSurge.bind(TONIGHT, undefined)),
      undefined,
    );
    const verdict = judged.find(({ entity_id }) => entity_id === "P00")?.verdict;
    const observed = verdict?.status === "scored" ? verdict.observed : 0;
    const change = await smallestChange(store, flagOf(observed), {
      card: volumeSurge,
      settings: settingsShape.parse({}),
      threshold: THRESHOLD,
      casesOf: casesReadOnce(),
    });
    if (change.kind !== "fewer") throw new Error(change.why);
    expect(change.p_value).toBeGreaterThan(THRESHOLD);
    expect(change.fewer).toBeGreaterThan(30);
    expect(change.fewer + change.left).toBe(observed);
    // The same world made without those downloads, judged afresh: on the other side, and two events more on this one.
    expect(await pOf(await withDownloads(60 - change.fewer - 2), volumeSurge, "P00")).toBeGreaterThan(THRESHOLD);
    expect(await pOf(await withDownloads(60 - change.fewer + 6), volumeSurge, "P00")).toBeLessThan(THRESHOLD);
  });

  it("is none to name on a night without a threshold", async () => {
    const store = await withDownloads(60);
    const change = await smallestChange(store, flagOf(60), {
      card: volumeSurge,
      settings: settingsShape.parse({}),
      threshold: null,
      casesOf: casesReadOnce(),
    });
    expect(change).toEqual({ kind: "none", why: "the night has no threshold" });
  });
});
