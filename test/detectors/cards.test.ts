import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Store } from "../../data/store/store.js";
import { detectors } from "../../detectors/index.js";
import { openMemory } from "../store.js";
import { ordinaryDeliveries, putDeliveries } from "./deliveries.js";
import { ordinaryRequests, putRequests } from "./requests.js";
import { casesOf, eventsOf, ordinaryWorld, rebuild, TONIGHT, workingDay, worldOf } from "./world.js";

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** Rounding of sums in another order: far below any difference that a reader could see. */
const ROUNDING = 1e-12;

/** Material that nobody has opened, so that detectors which need a register have one. */
const REGISTER = `
  INSERT INTO object (known_from, object_id, collection, created_at)
  SELECT DATE '2026-01-01', 'RARE-' || i, 'ALPHA', DATE '2025-03-01' FROM range(100) numbers(i)
`;

let empty: Store;
let ordinary: Store;
let newborn: Store;
beforeAll(async () => {
  empty = await openMemory();
  ordinary = await worldOf(ordinaryWorld(8));
  await ordinary.run("UPDATE actor SET nation = 'XAR', unit = 'U3' WHERE actor_id IN ('P06', 'P07')");
  await ordinary.run("UPDATE event SET partner = 'XAR' WHERE seq % 3 = 0");
  await rebuild(ordinary);
  await putRequests(ordinary, ordinaryRequests());
  await putDeliveries(ordinary, ordinaryDeliveries());
  await ordinary.run(REGISTER);
  newborn = await worldOf(["P00", "P01", "P02"].flatMap((actor) => workingDay(actor, TONIGHT, 12)));
});

it("no two detectors share an id", () => {
  expect(new Set(detectors.map(({ id }) => id)).size).toBe(detectors.length);
});

describe.each(detectors.map((detector) => [detector.id, detector] as const))("the card of %s", (_id, detector) => {
  it("asks a question, names two innocent explanations or more, what would refute it, and where it comes from", () => {
    expect(detector.question).toMatch(/\?$/);
    expect(new Set(detector.falsePositives).size).toBeGreaterThanOrEqual(2);
    expect(detector.wouldRefute.length).toBeGreaterThanOrEqual(1);
    expect(detector.references.length).toBeGreaterThanOrEqual(1);
    expect(detector.needs.length).toBeGreaterThanOrEqual(1);
  });

  it("gives a reason with every parameter, and a default", () => {
    for (const [name, shape] of Object.entries(detector.params.shape)) {
      expect((shape as z.ZodType).description, name).toMatch(/^[A-Z].*\.$/);
      expect((shape as z.ZodType).safeParse(undefined).success, name).toBe(true);
    }
  });

  it("has statements that fit the empty schema and find nothing in it", async () => {
    await empty.bind(detector.cases);
    await empty.bind(detector.events);
    expect(await casesOf(empty, detector)).toEqual([]);
    expect(detector.judgeAll([], undefined)).toEqual([]);
    expect(await eventsOf(empty, detector, "nobody")).toEqual([]);
  });

  it("gives the same verdicts again, and leaves its cases as they were", async () => {
    const cases = await casesOf(ordinary, detector);
    expect(cases.length).toBeGreaterThan(0);
    const copy = structuredClone(cases);
    const first = detector.judgeAll(frozen(cases), undefined);
    expect(cases).toEqual(copy);
    expect(detector.judgeAll(copy, undefined)).toEqual(first);
    expect(first.map(({ entity_id }) => entity_id)).toEqual([...first.map(({ entity_id }) => entity_id)].sort());
  });

  it("gives finite figures and p-values in (0, 1], the mid one never above the ordinary one", async () => {
    const judged = detector.judgeAll(await casesOf(ordinary, detector), undefined);
    const scored = judged.flatMap(({ verdict }) => (verdict.status === "scored" ? [verdict] : []));
    expect(scored.length).toBeGreaterThan(0);
    for (const { p_value, p_mid, observed, expected, interval } of scored) {
      for (const figure of [p_value, p_mid, observed, expected, ...interval])
        expect(Number.isFinite(figure)).toBe(true);
      expect(p_mid).toBeGreaterThan(0);
      expect(p_mid).toBeLessThanOrEqual(p_value);
      expect(p_value).toBeLessThanOrEqual(1);
      expect(interval[0]).toBeLessThanOrEqual(interval[1]);
    }
    for (const verdict of scored) expect(detector.say(verdict)).toMatch(/^\d.*\.$/);
  });

  it("has no opinion, and says why, where there is no history at all", async () => {
    for (const { verdict } of detector.judgeAll(await casesOf(newborn, detector), undefined)) {
      expect(verdict.status).toBe("abstained");
      if (verdict.status === "abstained") expect(verdict.reason.length).toBeGreaterThan(10);
    }
  });

  it.runIf(detector.more !== undefined)("never finds more of what it looks for less unusual", async () => {
    const cases = await casesOf(ordinary, detector);
    const before = detector.judgeAll(cases, undefined);
    for (const [i, row] of cases.entries()) {
      const after = detector.judgeAll(cases.with(i, detector.more?.(row)), undefined)[i]?.verdict;
      const verdict = before[i]?.verdict;
      if (verdict?.status !== "scored" || after?.status !== "scored") continue;
      expect(after.p_mid).toBeLessThanOrEqual(verdict.p_mid + ROUNDING);
    }
  });

  it.runIf(detector.less !== undefined)("never finds less of what it looks for more unusual", async () => {
    const cases = await casesOf(ordinary, detector);
    const before = detector.judgeAll(cases, undefined);
    for (const [i, row] of cases.entries()) {
      const verdict = before[i]?.verdict;
      if (verdict?.status !== "scored") continue;
      let least = verdict.p_value;
      for (const amount of [1, 3, 200]) {
        const after = detector.judgeAll(cases.with(i, detector.less?.(row, amount, verdict)), undefined)[i]?.verdict;
        if (after?.status !== "scored") break;
        expect(after.p_value).toBeGreaterThanOrEqual(least - ROUNDING);
        least = after.p_value;
      }
    }
  });
});
