import { describe, expect, it } from "vitest";
import type { Flag } from "../../../data/flag.js";
import type { Parameter } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { groundsOf } from "../../../pipeline/dossier/explained.js";
import { eventScopes } from "../../../pipeline/dossier/shown-events.js";
import { openMemory } from "../../store.js";

const NIGHT = "2026-05-04";
type Row = Readonly<Record<string, Parameter>>;

/** Twenty accesses of ann to items of ALPHA; the first four concern a partner. */
const EVENTS: readonly Row[] = Array.from({ length: 20 }, (_, i) => ({
  source: "portal",
  event_id: `e${i}`,
  event_time: `${NIGHT}T10:00:00Z`,
  day: NIGHT,
  actor_id: "ann",
  action: "view",
  outcome: "success",
  object_id: `OBJ-${i}`,
  collection: "ALPHA",
  partner: i < 4 ? "XAR" : null,
  file_id: 1,
  is_provisional: false,
}));
const KNOWN = { known_from: "-infinity" };

/** The grounds of the night and of a flag about ann with the first ten events. */
async function grounds(rows: Readonly<Record<string, readonly Row[]>>) {
  const store = await openMemory();
  await insertRows(store, "event", EVENTS);
  for (const [table, own] of Object.entries(rows)) await insertRows(store, table, own);
  const flag = {
    flag_id: "F1",
    event_ids: EVENTS.slice(0, 10).map(({ event_id }) => String(event_id)),
    first_day: NIGHT,
    entity_type: "actor",
    entity_id: "ann",
    queue: "leads",
  } as unknown as Flag;
  const found = await groundsOf(store, eventScopes([flag], NIGHT, NIGHT));
  store.close();
  const share = (id: string) => found.night.find((one) => one.id === id);
  return { own: found.of("F1"), share, other: found.of("F2") };
}

const AGREEMENT = { ...KNOWN, agreement_id: "A", partner: "XAR", collections: '["ALPHA"]' };
const opened = (count: number) =>
  EVENTS.slice(0, count).map(({ object_id = null }) => ({ actor_id: "ann", object_id, first_day: "2026-05-01" }));

describe("ordinary grounds for access", () => {
  it("of which none is on record leave every event of the flag unexplained", async () => {
    const { own, other } = await grounds({});
    expect([own.event_count, own.unexplained_count, own.unexplained_but_broad_count]).toEqual([10, 10, 10]);
    expect(other.event_count).toBe(0);
  });

  // By hand: 7 of the flag's 10 events and 7 of the night's 20 are of items opened before.
  it("account for the events that have one, and the rest is counted", async () => {
    const { own, share } = await grounds({ first_seen_object: opened(7) });
    expect(own.unexplained_but_broad_count).toBe(3);
    expect(share("own_thread")).toMatchObject({ night_share: 0.35, is_broad: false });
  });

  it("do not take what was first opened within the pattern for earlier work", async () => {
    const within = opened(7).map((row) => ({ ...row, first_day: NIGHT }));
    expect((await grounds({ first_seen_object: within })).own.unexplained_but_broad_count).toBe(10);
  });

  it("that account for every event of the night are broad, and explain nothing of the flag", async () => {
    const { own, share } = await grounds({
      entitlement: [{ ...KNOWN, actor_id: "ann", collection: "ALPHA", granted_at: "2025-01-01" }],
    });
    expect(share("entitled")).toMatchObject({ night_share: 1, is_broad: true });
    expect([own.unexplained_count, own.unexplained_but_broad_count]).toEqual([0, 10]);
  });

  it("that are an agreement with the partner are asked of events with a partner alone: four of four are all", async () => {
    const { own, share } = await grounds({ agreement: [AGREEMENT] });
    expect(share("covered")).toMatchObject({ night_share: 1, is_broad: true });
    expect([own.unexplained_count, own.unexplained_but_broad_count]).toEqual([6, 10]);
  });

  // By hand: nineteen of twenty are 95 %, the bound; eighteen are 90 %.
  it("become broad at nineteen of twenty", async () => {
    expect((await grounds({ first_seen_object: opened(19) })).share("own_thread")?.is_broad).toBe(true);
    expect((await grounds({ first_seen_object: opened(18) })).share("own_thread")?.is_broad).toBe(false);
  });
});
