import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addDays } from "../../../data/days.js";
import { bindNamed } from "../../../data/store/named.js";
import type { Parameter, Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { explanations } from "../../../detectors/explanations/index.js";
import { detectors } from "../../../detectors/index.js";
import { rules } from "../../../detectors/rules/index.js";
import { openMemory } from "../../store.js";
import { TONIGHT } from "../world.js";

type Row = Readonly<Record<string, Parameter>>;
type Tables = Readonly<Record<string, readonly Row[]>>;
const ago = (days: number) => addDays(TONIGHT, -days);

const ALWAYS = { known_from: "-infinity" };
const FILE = {
  file_id: 1,
  path: "a",
  feed: "access",
  source: "portal",
  status: "read",
  known_from: TONIGHT,
  size_bytes: 1,
  file_digest: "d",
  is_terminated: true,
  rows_read: 0,
  accepted: 0,
  duplicate: 0,
  refused: 0,
  recovered: 0,
  unmapped: "[]",
};
const EVENT = {
  source: "portal",
  event_id: "e0",
  event_time: `${TONIGHT}T10:00:00Z`,
  day: TONIGHT,
  actor_id: "P00",
  action: "view",
  outcome: "success",
  object_id: "OBJ-1",
  collection: "ALPHA",
  channel: "tls1.3",
  partner: "XAR",
  file_id: 1,
  is_provisional: false,
};
const event = (changes: Row = {}): Row => ({ ...EVENT, ...changes });
const file = (changes: Row = {}): Row => ({ ...FILE, ...changes });
const object = (changes: Row = {}): Row => ({ ...ALWAYS, object_id: "OBJ-1", ...changes });
const step = (name: string, at: string, changes: Row = {}): Row => ({
  ...ALWAYS,
  request_id: "RQ-1",
  step: name,
  happened_at: at,
  actor_id: "h1",
  partner: "XAR",
  ...changes,
});
const actorDay = (actor_id: string, day: string, act_count: number, denied_count = 0): Row => ({
  actor_id,
  day,
  act_count,
  denied_count,
  access_count: 0,
  view_count: 0,
  download_count: 0,
  print_count: 0,
  export_count: 0,
  forward_count: 0,
  object_count: 0,
  object_step_count: 0,
  unit_step_count: 0,
  site_step_count: 0,
  site_change_count: 0,
  gap_seconds: "[]",
  sized_count: 0,
  log_bytes: 0,
  log_bytes_squared: 0,
});

const ACTOR = { entity_type: "actor", entity_id: "P00" };
const PARTNER = { entity_type: "partner", entity_id: "XAR" };
const SOURCE = { entity_type: "source", entity_id: "portal" };
const REQUEST = { entity_type: "request", entity_id: "RQ-1" };

/** What an explanation says tonight in an installation with these rows; the pattern begins `first`, with event e0, request RQ-1. */
async function holds(id: string, about: Row, tables: Tables, first: string = TONIGHT): Promise<string> {
  const found = explanations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no explanation: ${id}`);
  const store: Store = await openMemory();
  for (const [table, rows] of Object.entries(tables)) await insertRows(store, table, rows);
  const values = { night: TONIGHT, first, ...about, event_ids: '["e0"]', request_ids: '["RQ-1"]' };
  const { holds } = found.judge(await store.row(found.facts, z.unknown(), bindNamed(found.facts, values)));
  store.close();
  return holds;
}

const deliveries = (count: number, late_count: number) =>
  Array.from({ length: count }, (_, i) => ({ source: "portal", night: ago(i + 1), event_count: 9, late_count }));
const others = (tonight: number) => [
  ...[7, 14, 21, 28].map((days) => ({ source: "xdomain", day: ago(days), event_count: 100, seq_count: 0 })),
  { source: "xdomain", day: TONIGHT, event_count: tonight, seq_count: 0 },
];
/** h1 took three steps and h2 one, two weeks ago; h2 is still at work. */
const handled = (...rest: readonly Row[]) => [
  ...[15, 16, 17].map((days) => step("assessed", `${ago(days)}T09:00:00Z`, { request_id: `RQ-${days}` })),
  ...[15, 16].map((days) => step("approved", `${ago(days)}T10:00:00Z`, { request_id: `RQ-${days}`, actor_id: "h2" })),
  step("approved", `${TONIGHT}T10:00:00Z`, { actor_id: "h2" }),
  ...rest,
];
const right = (expires_at: string) => [{ ...ALWAYS, actor_id: "P00", collection: "ALPHA", expires_at }];

/** Id, about whom, then the rows where it holds, where it does not, and where it cannot be known. */
const CASES: readonly (readonly [string, Row, Tables, Tables, Tables, string?])[] = [
  [
    "late-rest",
    SOURCE,
    { event: [event({ day: ago(3) })], file: [file({ known_from: ago(1) })] },
    { source_delivery: deliveries(20, 0) },
    { source_delivery: deliveries(20, 1) },
    ago(4),
  ],
  [
    "quiet-everywhere",
    SOURCE,
    { source_day: others(50) },
    { source_day: others(51) },
    { source_day: [{ source: "portal", day: ago(7), event_count: 9, seq_count: 0 }] },
  ],
  [
    "refused-rows",
    SOURCE,
    { file: [file({ rows_read: 1, refused: 1 })] },
    { file: [file()] },
    { file: [file({ source: "xdomain" })] },
  ],
  [
    "default-channel",
    SOURCE,
    {
      event: Array.from({ length: 20 }, (_, i) => event({ event_id: `e${i}`, channel: i === 1 ? "plain" : "tls1.3" })),
    },
    { event: [event(), event({ event_id: "e1", channel: "plain" })] },
    { event: [event({ channel: null })] },
  ],
  [
    "handlers-away",
    PARTNER,
    { sharing_step: handled() },
    { sharing_step: handled(step("assessed", `${TONIGHT}T09:00:00Z`)) },
    { sharing_step: [step("approved", `${ago(15)}T10:00:00Z`)] },
  ],
  [
    "late-entry",
    PARTNER,
    { sharing_step: [step("approved", `${ago(3)}T10:00:00Z`, { known_from: ago(1) })] },
    { sharing_step: [step("approved", `${ago(3)}T10:00:00Z`, { known_from: ago(2) })] },
    { sharing_step: [step("approved", `${ago(3)}T10:00:00Z`)] },
  ],
  [
    "entered-wrongly",
    PARTNER,
    {
      sharing_step: [
        step("requested", `${ago(3)}T09:00:00Z`, { purpose: "border" }),
        step("approved", `${ago(3)}T10:00:00Z`, { purpose: "terror" }),
      ],
    },
    { sharing_step: [step("requested", `${ago(3)}T09:00:00Z`, { purpose: "border" })] },
    { sharing_step: [step("requested", `${ago(3)}T09:00:00Z`, { request_id: "RQ-2" })] },
  ],
  [
    "clocks-differ",
    REQUEST,
    { sharing_step: [step("approved", `${TONIGHT}T10:05:00Z`), step("released", `${TONIGHT}T10:00:00Z`)] },
    { sharing_step: [step("approved", `${TONIGHT}T10:05:01Z`), step("released", `${TONIGHT}T10:00:00Z`)] },
    { sharing_step: [step("released", `${TONIGHT}T10:00:00Z`)] },
  ],
  [
    "filed-elsewhere",
    ACTOR,
    { event: [event()], object: [object({ collection: "BRAVO" })] },
    { event: [event()], object: [object({ collection: "ALPHA" })] },
    { event: [event()] },
  ],
  [
    "marked-anew",
    SOURCE,
    {
      event: [event()],
      object: [
        object({ marking: "SECRET", known_until: TONIGHT }),
        object({ marking: "RESTRICTED", known_from: TONIGHT }),
      ],
    },
    { event: [event()], object: [object({ marking: "SECRET" })] },
    { event: [event()] },
  ],
  [
    "just-registered",
    ACTOR,
    { event: [event()], object: [object({ created_at: ago(14) })] },
    { event: [event()], object: [object({ created_at: ago(15) })] },
    { event: [event()], object: [object()] },
  ],
  [
    "lapsed-right",
    ACTOR,
    { event: [event()], entitlement: right(ago(60)) },
    { event: [event()], entitlement: right(ago(61)) },
    { event: [event()] },
  ],
  [
    "outage",
    ACTOR,
    { actor_day: [actorDay("P01", ago(1), 100, 2), actorDay("P01", TONIGHT, 100, 4)] },
    { actor_day: [actorDay("P01", ago(1), 100, 2), actorDay("P01", TONIGHT, 100, 3)] },
    { actor_day: [actorDay("P00", ago(1), 100, 2), actorDay("P00", TONIGHT, 100, 50)] },
  ],
];

const TRIED = CASES.map(([id, about, yes, no, unknown, first = TONIGHT]) => ({ id, about, yes, no, unknown, first }));

describe.each(TRIED)("the explanation $id", ({ id, about, yes, no, unknown, first }) => {
  it("holds", async () => expect(await holds(id, about, yes, first)).toBe("yes"));
  it("does not hold", async () => expect(await holds(id, about, no, first)).toBe("no"));
  it("cannot be known", async () => expect(await holds(id, about, unknown, first)).toBe("unknown"));
});

describe("explanations that are asked where a card names them", () => {
  const named = explanations.filter(({ asked }) => asked === "where named");
  const cards = [
    ...detectors.map(({ entity, falsePositives }) => ({ entity, words: falsePositives })),
    ...rules.map(({ entity, innocentExplanations }) => ({ entity, words: innocentExplanations })),
  ];

  it("are each tried where they hold, where they do not and where nobody can know", () => {
    expect(CASES.map(([id]) => id).sort()).toEqual(named.map(({ id }) => id).sort());
  });

  it.each(named.map((one) => [one.id, one] as const))(
    "%s is named by a card of its entities",
    (_id, { covers, entities }) => {
      const naming = cards.filter(
        ({ entity, words }) => entities.includes(entity) && words.some((one) => covers.test(one)),
      );
      expect(naming.length).toBeGreaterThan(0);
    },
  );
});
