import { describe, expect, it } from "vitest";
import type { Flag } from "../../../data/flag.js";
import type { Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { decisionsOf, earlierOf, standingsOf } from "../../../pipeline/dossier/history.js";
import { leadOf } from "../../review/flags.js";
import { openMemory } from "../../store.js";

const NIGHT = "2026-05-04";
const END = "2026-05-04T22:00:00Z";

/** Flags of ann: F1 listed on three nights up to NIGHT, F2 on NIGHT alone, F0 last a week before. */
async function listed(): Promise<Store> {
  const store = await openMemory();
  const flag = { queue: "leads", detector: "off-hours", entity_type: "actor", entity_id: "ann", first_day: NIGHT };
  await insertRows(
    store,
    "flag",
    ["F0", "F1", "F2"].map((flag_id) => ({ ...flag, flag_id, first_night: NIGHT })),
  );
  const stands = (flag_id: string, night: string, is_confirmed_tier = false) => ({
    flag_id,
    night,
    rank: 1,
    state: "new",
    last_day: night,
    p_value: 1e-4,
    is_confirmed_tier,
    criteria: night === NIGHT ? '[{"criterion":"damage","found":"SECRET","factor":27}]' : null,
    content: JSON.stringify(leadOf("ann", { flag_id, night })),
  });
  await insertRows(store, "flag_night", [
    stands("F0", "2026-04-27"),
    stands("F1", "2026-05-01"),
    stands("F1", "2026-05-03"),
    stands("F1", NIGHT, true),
    stands("F2", NIGHT),
    stands("F2", "2026-05-05"),
  ]);
  return store;
}

const decision = (
  decision_id: string,
  flag_id: string,
  changes: Readonly<Record<string, string | number | boolean>>,
) => ({
  decision_id,
  journal_line: 1,
  flag_id,
  decided_at: "2026-05-04T09:00:00Z",
  reviewer: "kim",
  role: "reviewer",
  disposition: "data error",
  reason: "the clock",
  seconds_spent: 60,
  is_second: false,
  is_blind: false,
  wants_second: false,
  origin: "app",
  ...changes,
});

describe("the history that a flag's page shows", () => {
  it("counts the nights on which it was listed up to this one, and tells what made its rank tonight", async () => {
    const store = await listed();
    const standings = await standingsOf(store, NIGHT);
    expect([...standings.keys()]).toEqual(["F1", "F2"]);
    expect(standings.get("F1")).toEqual({
      nights_listed: 3,
      first_night: "2026-05-01",
      is_confirmed_tier: true,
      criteria: [{ criterion: "damage", found: "SECRET", factor: 27 }],
    });
    expect(standings.get("F2")?.nights_listed).toBe(1);
    store.close();
  });

  it("has a flag's own decisions with the time they took, made by the night's end, and no word that a second reader must not see", async () => {
    const store = await listed();
    await insertRows(store, "decision", [
      decision("d1", "F1", { disposition: "confirmed concern" }),
      decision("d2", "F2", { disposition: "confirmed concern" }),
      decision("d3", "F2", {
        disposition: "undetermined",
        is_second: true,
        reviewer: "lee",
        decided_at: "2026-05-04T10:00:00Z",
      }),
      decision("d4", "F1", { decided_at: "2026-05-04T22:00:00Z" }),
    ]);
    const decided = await decisionsOf(store, NIGHT, END);
    expect(decided.get("F1")).toMatchObject({ review_seconds: 60, decisions: [{ disposition: null, reason: null }] });
    expect(decided.get("F2")).toMatchObject({
      review_seconds: 120,
      decisions: [{ disposition: "confirmed concern" }, { disposition: "undetermined", reviewer: "lee" }],
    });
    store.close();
  });

  it("keeps the word on an earlier flag back too, until its second reading", async () => {
    const store = await listed();
    await insertRows(store, "decision", [decision("d1", "F0", { disposition: "confirmed concern" })]);
    const flag = { entity_type: "actor", entity_id: "ann", flag_id: "F2", night: NIGHT } as unknown as Flag;
    const told = async () => (await earlierOf(store, flag, END)).find(({ flag_id }) => flag_id === "F0");
    expect(await told()).toMatchObject({ disposition: null, reason: null, is_kept_back: true });
    await insertRows(store, "decision", [decision("d2", "F0", { is_second: true, reviewer: "lee" })]);
    expect(await told()).toMatchObject({ is_kept_back: false });
    store.close();
  });

  it("names the earlier flags on the same entity with how they were decided, and not those of later nights", async () => {
    const store = await listed();
    await insertRows(store, "decision", [decision("d1", "F0", { reason: "a moved shift" })]);
    const flag = { entity_type: "actor", entity_id: "ann", flag_id: "F2", night: NIGHT } as unknown as Flag;
    const earlier = await earlierOf(store, flag, END);
    expect(earlier.map(({ flag_id, disposition, reason }) => [flag_id, disposition, reason])).toEqual([
      ["F1", null, null],
      ["F0", "data error", "a moved shift"],
    ]);
    store.close();
  });
});
