import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addDays } from "../../../data/days.js";
import { bindNamed } from "../../../data/store/named.js";
import type { Parameter, Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import type { Answer, Explanation } from "../../../detectors/explanations/card.js";
import { explanations } from "../../../detectors/explanations/index.js";
import { openMemory } from "../../store.js";
import { ordinaryWorld, type TestAct, TONIGHT, worldOf } from "../world.js";

const ALWAYS = { known_from: "-infinity", known_until: null };
type Row = Readonly<Record<string, Parameter>>;
const put = (store: Store, table: string, ...rows: readonly Row[]) =>
  insertRows(
    store,
    table,
    rows.map((row) => ({ ...ALWAYS, ...row })),
  );
const daysBefore = (days: number) => addDays(TONIGHT, -days);

function named(id: string): Explanation {
  const found = explanations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no explanation: ${id}`);
  return found;
}

interface About {
  readonly entity_type?: string;
  readonly entity_id?: string;
  readonly event_ids?: readonly string[];
}

/** What an explanation says of P00 (or of a partner) tonight. */
async function ask(store: Store, id: string, about: About = {}): Promise<Answer> {
  const { facts, judge } = named(id);
  const { entity_type = "actor", entity_id = "P00", event_ids = [] } = about;
  const values = { night: TONIGHT, first: TONIGHT, entity_type, entity_id, event_ids: JSON.stringify(event_ids) };
  return judge(await store.row(facts, z.unknown(), bindNamed(facts, values)));
}

const holds = async (store: Store, id: string, about?: About) => (await ask(store, id, about)).holds;
const person = { actor_id: "P00", kind: "person", nation: "XHM", unit: "U1", role: "analyst" };
const XAR = { entity_type: "partner", entity_id: "XAR" };

/** Events of P00 tonight, `e0` on, in a store of their own. */
async function eventsOf(rows: readonly Row[], file: Row = { known_from: TONIGHT }): Promise<Store> {
  const store = await openMemory();
  const base = { file_id: 1, path: "a", feed: "access", status: "read", size_bytes: 1, file_digest: "d" };
  const counts = {
    is_terminated: true,
    rows_read: 0,
    accepted: 0,
    duplicate: 0,
    refused: 0,
    recovered: 0,
    unmapped: "[]",
  };
  await insertRows(store, "file", [
    { ...base, ...counts, ...file },
    { ...base, ...counts, file_id: 2, known_from: daysBefore(40) },
  ]);
  await insertRows(
    store,
    "event",
    rows.map((row, i) => ({
      source: "portal",
      event_id: `e${i}`,
      event_time: `${TONIGHT}T10:00:00Z`,
      day: TONIGHT,
      actor_id: "P00",
      action: "view",
      outcome: "success",
      object_id: null,
      collection: null,
      partner: null,
      request_id: null,
      file_id: 1,
      is_provisional: false,
      ...row,
    })),
  );
  return store;
}
const TWO = { event_ids: ["e0", "e1"] };

describe("an innocent explanation", () => {
  it("is asked in words of its own, under an id of its own", () => {
    expect(new Set(explanations.map(({ id }) => id)).size).toBe(explanations.length);
    expect(new Set(explanations.map(({ explanation }) => explanation)).size).toBe(explanations.length);
  });
});

describe("a holiday", () => {
  const calendar = (day: string) => ({ nation: "XHM", day, name: "day" });
  it("holds on a holiday of the actor's nation", async () => {
    const store = await openMemory();
    await put(store, "actor", person);
    await put(store, "holiday", calendar(TONIGHT));
    expect(await holds(store, "holiday")).toBe("yes");
  });
  it("does not hold on the day after one", async () => {
    const store = await openMemory();
    await put(store, "actor", person);
    await put(store, "holiday", calendar(daysBefore(1)));
    expect(await holds(store, "holiday")).toBe("no");
  });
  it("is not known without a calendar of that nation, or where the directory does not know the account", async () => {
    const store = await openMemory();
    await put(store, "holiday", { ...calendar(TONIGHT), nation: "XAR" });
    expect(await holds(store, "holiday")).toBe("unknown");
    await put(store, "actor", person);
    expect(await holds(store, "holiday")).toBe("unknown");
    expect(await holds(store, "holiday", XAR)).toBe("yes");
  });
});

describe("an exercise", () => {
  const exercise = (day: string, partner = "XAR") => ({ exercise_id: "X1", playbook: "p", partner, planned_for: day });
  it("holds for the partner it is held with, within a day", async () => {
    const store = await openMemory();
    await put(store, "exercise", exercise(daysBefore(1)));
    expect(await holds(store, "exercise", XAR)).toBe("yes");
  });
  it("does not hold two days off", async () => {
    const store = await openMemory();
    await put(store, "exercise", exercise(daysBefore(2)));
    expect(await holds(store, "exercise", XAR)).toBe("no");
  });
  it("is not known of a person whom nothing ties to it, nor without the feed", async () => {
    const store = await openMemory();
    expect(await holds(store, "exercise")).toBe("unknown");
    await put(store, "exercise", exercise(TONIGHT));
    expect(await holds(store, "exercise")).toBe("unknown");
  });
});

describe("a crisis shared by the unit", () => {
  const busier = (acts: readonly TestAct[], actors: (actor: string) => boolean) => [
    ...acts,
    ...acts.filter(({ actor, day }) => day === TONIGHT && actors(actor)),
    ...acts.filter(({ actor, day }) => day === TONIGHT && actors(actor)),
  ];
  it("holds where the unit's others did three times their usual, and not where only one person did", async () => {
    expect(await holds(await worldOf(busier(ordinaryWorld(), () => true)), "shared-crisis")).toBe("yes");
    expect(await holds(await worldOf(busier(ordinaryWorld(), (actor) => actor === "P00")), "shared-crisis")).toBe("no");
  });
  it("is not known for a unit of one", async () => {
    expect(await holds(await worldOf(ordinaryWorld(2)), "shared-crisis")).toBe("unknown");
  });
});

describe("cover for an absent colleague", () => {
  // P00 opens tonight what P02 of the same unit opened on 12 days; P02 is or is not there tonight.
  const world = (isThere: boolean): Promise<Store> =>
    worldOf([
      ...Array.from({ length: 12 }, (_, i) => ({ actor: "P02", day: daysBefore(1 + i), object: `OBJ-${i}` })),
      ...(isThere ? [{ actor: "P02", day: TONIGHT, object: "OBJ-0" }] : []),
      ...Array.from({ length: 12 }, (_, i) => ({ actor: "P00", day: TONIGHT, object: `OBJ-${i}` })),
      { actor: "P01", day: TONIGHT, object: "OBJ-99" },
    ]);
  const tonight = async (store: Store) => ({
    event_ids: (
      await store.rows("SELECT event_id FROM event WHERE actor_id = 'P00'", z.object({ event_id: z.string() }))
    ).map(({ event_id }) => event_id),
  });
  it("holds where a colleague is away and their material was opened", async () => {
    const store = await world(false);
    expect(await holds(store, "cover", await tonight(store))).toBe("yes");
  });
  it("does not hold where nobody is away", async () => {
    const store = await world(true);
    expect(await holds(store, "cover", await tonight(store))).toBe("no");
  });
  it("is not known where the events name no object", async () => {
    expect(await holds(await world(false), "cover")).toBe("unknown");
  });
});

describe("a transfer", () => {
  it("holds where the unit changed in the directory 60 days ago at most, or the post began then", async () => {
    const store = await openMemory();
    await put(
      store,
      "actor",
      { ...person, unit: "U2", known_until: daysBefore(20) },
      { ...person, known_from: daysBefore(20) },
    );
    expect(await holds(store, "transfer")).toBe("yes");
    const joiner = await openMemory();
    await put(joiner, "actor", { ...person, active_from: daysBefore(60) });
    expect(await holds(joiner, "transfer")).toBe("yes");
  });
  it("does not hold where the change is older, or only the clearance changed", async () => {
    const store = await openMemory();
    await put(
      store,
      "actor",
      { ...person, unit: "U2", known_until: daysBefore(60) },
      {
        ...person,
        known_from: daysBefore(60),
        clearance: "SECRET",
        known_until: daysBefore(5),
        active_from: daysBefore(61),
      },
      { ...person, known_from: daysBefore(5), clearance: "TOP SECRET", active_from: daysBefore(61) },
    );
    expect(await holds(store, "transfer")).toBe("no");
  });
  it("is not known of an account that the directory does not know", async () => {
    expect(await holds(await openMemory(), "transfer")).toBe("unknown");
  });
});

describe("a new entitlement", () => {
  const grant = (granted_at: string, collection = "ALPHA") => ({ actor_id: "P00", collection, granted_at });
  const opened = () => eventsOf([{ collection: "ALPHA" }, { collection: "BRAVO" }]);
  it("holds where half of the events are under a right of the last 45 days", async () => {
    const store = await opened();
    await put(store, "entitlement", grant(daysBefore(45)));
    expect(await holds(store, "new-entitlement", TWO)).toBe("yes");
  });
  it("does not hold a day later, or for a right to something else", async () => {
    const store = await opened();
    await put(store, "entitlement", grant(daysBefore(46)), grant(daysBefore(3), "CHARLIE"));
    expect(await holds(store, "new-entitlement", TWO)).toBe("no");
  });
  it("is not known without the feed, or where the events name no collection", async () => {
    expect(await holds(await opened(), "new-entitlement", TWO)).toBe("unknown");
    const store = await eventsOf([{}, {}]);
    await put(store, "entitlement", grant(daysBefore(3)));
    expect(await holds(store, "new-entitlement", TWO)).toBe("unknown");
  });
});

describe("back from leave", () => {
  const world = (days: number) =>
    worldOf([
      { actor: "P00", day: daysBefore(days) },
      { actor: "P00", day: TONIGHT },
    ]);
  it("holds after eight days away and not after seven", async () => {
    expect(await holds(await world(8), "back-from-leave")).toBe("yes");
    expect(await holds(await world(7), "back-from-leave")).toBe("no");
  });
  it("is not known of somebody without an earlier day", async () => {
    expect(await holds(await worldOf([{ actor: "P00", day: TONIGHT }]), "back-from-leave")).toBe("unknown");
  });
});

describe("a batch job", () => {
  it("holds for a service account, not for a person, and is not known without a directory", async () => {
    const store = await openMemory();
    expect(await holds(store, "batch-job")).toBe("unknown");
    await put(store, "actor", person, { ...person, actor_id: "S00", kind: "service" });
    expect(await holds(store, "batch-job")).toBe("no");
    expect(await holds(store, "batch-job", { entity_id: "S00" })).toBe("yes");
  });
});

describe("a trip to another time zone", () => {
  const days = Array.from({ length: 10 }, (_, i) => ({ actor: "P00", day: daysBefore(1 + i), hour: 10, site: "HQ" }));
  it("holds where the day moved by six hours at a site not used before", async () => {
    const store = await worldOf([...days, { actor: "P00", day: TONIGHT, hour: 16, site: "ABROAD" }]);
    expect(await holds(store, "travel")).toBe("yes");
  });
  it("does not hold where it moved by three hours, or at the usual site", async () => {
    expect(
      await holds(await worldOf([...days, { actor: "P00", day: TONIGHT, hour: 13, site: "ABROAD" }]), "travel"),
    ).toBe("no");
    expect(await holds(await worldOf([...days, { actor: "P00", day: TONIGHT, hour: 16, site: "HQ" }]), "travel")).toBe(
      "no",
    );
  });
  it("is not known without hours to compare with", async () => {
    expect(await holds(await worldOf([{ actor: "P00", day: TONIGHT, hour: 16 }]), "travel")).toBe("unknown");
  });
});

describe("late data", () => {
  it("holds where most events came two nights late, and not where they came the night after", async () => {
    expect(await holds(await eventsOf([{}, {}], { known_from: addDays(TONIGHT, 2) }), "late-data", TWO)).toBe("yes");
    expect(await holds(await eventsOf([{}, {}], { known_from: addDays(TONIGHT, 1) }), "late-data", TWO)).toBe("no");
  });
  it("is not known of what was read with the history, nor without events", async () => {
    const day = daysBefore(20);
    const store = await eventsOf([{ day, file_id: 2 }], { known_from: daysBefore(10) });
    await store.run("UPDATE event SET day = '2026-02-01'");
    const history = await eventsOf([{ day: daysBefore(25), file_id: 2 }]);
    await history.run("UPDATE file SET known_from = '2026-03-20'");
    expect(await holds(history, "late-data", { event_ids: ["e0"] })).toBe("unknown");
    expect(await holds(store, "late-data")).toBe("unknown");
  });
});

describe("a request or an approval", () => {
  const step = (name: string, at: string, rest: Row = {}) => ({
    request_id: "RQ-1",
    step: name,
    happened_at: at,
    object_id: null,
    ...rest,
  });
  const served = () => eventsOf([{ request_id: "RQ-1", object_id: "OBJ-1" }, { object_id: "OBJ-2" }]);
  it("holds where the events' own request was approved a second before", async () => {
    const store = await served();
    await put(store, "sharing_step", step("approved", `${TONIGHT}T09:59:59Z`));
    expect(await holds(store, "request", TWO)).toBe("yes");
  });
  it("does not hold where it was approved a second after", async () => {
    const store = await served();
    await put(store, "sharing_step", step("approved", `${TONIGHT}T10:00:01Z`));
    expect(await holds(store, "request", TWO)).toBe("no");
  });
  it("holds where somebody had asked for the item within 30 days, and not a day earlier", async () => {
    const asked = async (days: number) => {
      const store = await served();
      await put(
        store,
        "sharing_step",
        step("requested", `${daysBefore(days)}T10:00:00Z`, { request_id: "RQ-9", object_id: "OBJ-2" }),
      );
      return holds(store, "request", TWO);
    };
    expect(await asked(30)).toBe("yes");
    expect(await asked(31)).toBe("no");
  });
  it("is not known without the feed, or where the events name nothing", async () => {
    expect(await holds(await served(), "request", TWO)).toBe("unknown");
    const store = await eventsOf([{}, {}]);
    await put(store, "sharing_step", step("approved", `${TONIGHT}T09:00:00Z`));
    expect(await holds(store, "request", TWO)).toBe("unknown");
  });
});

describe("a new agreement", () => {
  const agreement = (valid_from: string) => ({ agreement_id: "A1", partner: "XAR", valid_from });
  it("holds within 60 days of its beginning, not a day later, and is not known of a partner without one", async () => {
    const store = await openMemory();
    expect(await holds(store, "new-agreement", XAR)).toBe("unknown");
    await put(store, "agreement", agreement(daysBefore(61)));
    expect(await holds(store, "new-agreement", XAR)).toBe("no");
    await put(store, "agreement", agreement(daysBefore(60)));
    expect(await holds(store, "new-agreement", XAR)).toBe("yes");
  });
});

describe("an incident", () => {
  const incident = (day: string, partner = "XAR") => ({ incident_id: "I1", partner, occurred_at: `${day}T10:00:00Z` });
  it("holds within a week of one with the partner, not a day later, and is not known without the feed", async () => {
    const store = await openMemory();
    expect(await holds(store, "incident", XAR)).toBe("unknown");
    await put(store, "incident", incident(daysBefore(8)), incident(TONIGHT, "XBE"));
    expect(await holds(store, "incident", XAR)).toBe("no");
    await put(store, "incident", incident(daysBefore(7)));
    expect(await holds(store, "incident", XAR)).toBe("yes");
  });
});
