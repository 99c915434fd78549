import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Flag } from "../../../data/flag.js";
import { settingsShape } from "../../../data/settings/shape.js";
import type { Store } from "../../../data/store/store.js";
import type { Detector } from "../../../detectors/card.js";
import { newPlace } from "../../../detectors/leads/new-place.js";
import { offHours } from "../../../detectors/leads/off-hours.js";
import { sourceSilence } from "../../../detectors/leads/source-silence.js";
import { volumeSurge } from "../../../detectors/leads/volume-surge.js";
import { casesReadOnce, smallestChange } from "../../../pipeline/dossier/change.js";
import { casesOf, ordinaryWorld, pOf, type TestAct, TONIGHT, workingDay, worldOf } from "../../detectors/world.js";

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

const settings = settingsShape.parse({});

/** What would have kept an entity of a world off the list, and its verdict with so much less and with one less of it. */
async function changeOf(store: Store, card: Detector, entity_id: string) {
  const flag = { night: TONIGHT, entity_id } as unknown as Flag;
  const change = await smallestChange(flag, { card, settings, threshold: THRESHOLD, casesOf: casesReadOnce(store) });
  if (change.kind !== "fewer") throw new Error(`not a number of acts: ${change.kind}`);
  const cases = await casesOf(store, card);
  const at = cases.findIndex((one) => z.looseObject({ entity_id: z.string() }).parse(one).entity_id === entity_id);
  const [own] = cases.slice(at, at + 1);
  const tonight = card.judgeAll(cases, undefined)[at]?.verdict;
  if (tonight?.status !== "scored") throw new Error("not judged");
  const judgedWith = (amount: number) => {
    const verdict = card.judgeAll(cases.with(at, card.less?.(own, amount, tonight)), undefined)[at]?.verdict;
    return verdict?.status === "scored" ? verdict : { p_value: 1, observed: tonight.observed - amount };
  };
  return { change, judgedWith, tonight };
}

/** Working people, and what P00 did beside it tonight. */
const besides = (acts: readonly TestAct[]) => worldOf([...ordinaryWorld(), ...acts]);
const atHour = (hour: number, count: number) =>
  workingDay("P00", TONIGHT, count).map((act, i) => ({ ...act, hour: hour + i / 60 }));

const WORLDS: readonly (readonly [Detector, string, () => Promise<Store>])[] = [
  [offHours, "P00", () => besides(atHour(3, 12))],
  [newPlace, "P00", () => besides(atHour(10, 5).map((act) => ({ ...act, site: "FAR", address: "192.0.2.9" })))],
  [sourceSilence, "portal", silent],
];

/** A log that is quiet from ten to thirteen. */
function silent(): Promise<Store> {
  return worldOf(ordinaryWorld().filter(({ day, hour = 0 }) => day !== TONIGHT || hour < 10 || hour >= 13));
}

describe.each(WORLDS)("what would have kept a lead of $id off the list", (card, entity_id, made) => {
  it("is the first amount, counted up from none, with which its judge would not have listed it", async () => {
    const { change, judgedWith, tonight } = await changeOf(await made(), card, entity_id);
    expect(tonight.p_value).toBeLessThanOrEqual(THRESHOLD);
    let amount = 1;
    while (judgedWith(amount).p_value <= THRESHOLD) amount += 1;
    expect(change.left).toBeCloseTo(judgedWith(amount).observed, 9);
    expect(change.amount).toBeCloseTo(tonight.observed - change.left, 9);
  });
});

describe("the smallest change that would have kept a lead off the list", () => {
  it("is one at which the judge's own p passes the threshold, and one event less of it does not", async () => {
    const store = await withDownloads(60);
    const judged = volumeSurge.judgeAll(
      await store.rows(volumeSurge.cases, z.unknown(), volumeSurge.bind(TONIGHT, undefined)),
      undefined,
    );
    const verdict = judged.find(({ entity_id }) => entity_id === "P00")?.verdict;
    const observed = verdict?.status === "scored" ? verdict.observed : 0;
    const change = await smallestChange(flagOf(observed), {
      card: volumeSurge,
      settings: settingsShape.parse({}),
      threshold: THRESHOLD,
      casesOf: casesReadOnce(store),
    });
    if (change.kind !== "fewer") throw new Error(change.kind);
    expect(change.p_value).toBeGreaterThan(THRESHOLD);
    expect(change.amount).toBeGreaterThan(30);
    expect(change.amount + change.left).toBe(observed);
    // The same world made without those downloads, judged afresh: on the other side, and two events more on this one.
    expect(await pOf(await withDownloads(60 - change.amount - 2), volumeSurge, "P00")).toBeGreaterThan(THRESHOLD);
    expect(await pOf(await withDownloads(60 - change.amount + 6), volumeSurge, "P00")).toBeLessThan(THRESHOLD);
  });

  it("is none to name on a night without a threshold", async () => {
    const store = await withDownloads(60);
    const change = await smallestChange(flagOf(60), {
      card: volumeSurge,
      settings: settingsShape.parse({}),
      threshold: null,
      casesOf: casesReadOnce(store),
    });
    expect(change).toEqual({ kind: "none", why: "the night has no threshold" });
  });
});
