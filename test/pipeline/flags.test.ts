import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eachDay } from "../../data/days.js";
import { flagShape } from "../../data/flag.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { auditCasesOn, drawAudit } from "../../pipeline/stages/audit.js";
import { consequence, priorityOf, ranked } from "../../pipeline/stages/consequence.js";
import { openMemory } from "../store.js";
import { card, type Gives, judge, nightAt, ordinary, putVerdicts, settings } from "./judged-world.js";

const FLAG_NIGHTS = /* sql */ `
  SELECT night, flag_id, state, rank, is_confirmed_tier, content, queue
  FROM flag_night JOIN flag USING (flag_id) ORDER BY night, queue, rank
`;
const PRICES = /* sql */ `
  SELECT night, queue, tested_count, expected_false_count, listed_count, opened_count FROM night_price ORDER BY night, queue
`;

const flagNight = z.object({
  night: z.string(),
  flag_id: z.string(),
  state: z.string(),
  rank: z.number(),
  is_confirmed_tier: z.boolean(),
  content: z.string(),
  queue: z.string(),
});
const priceNight = z.object({
  night: z.string(),
  queue: z.string(),
  tested_count: z.number(),
  expected_false_count: z.number(),
  listed_count: z.number(),
  opened_count: z.number(),
});

const cards = [card("volume", "volume")];
const COUNT = 40;
const FIRST = 24;
const LAST = 34;

/** What entity 3 shows from night 25 on: rare, a thousand times rarer, the same, nothing, and rare again. */
const EPISODE: Readonly<Record<number, number>> = { 25: 1e-6, 26: 1e-9, 27: 1e-9, 28: 0.6, 29: 1e-6 };

/** Ordinary nights without chance leads, so that every lead is the episode's; the others are never below 5 %. */
const gives: Gives = (id, n, e) => (e === 3 && n >= 25 ? (EPISODE[n] ?? 0.6) : 0.05 + 0.95 * ordinary(id, n, e));

async function world(chosen = settings()): Promise<Store> {
  const store = await openMemory();
  await putVerdicts(store, cards, { from: 0, to: LAST, count: COUNT, gives });
  await judge(store, cards, { from: 0, to: LAST, listedFrom: FIRST, chosen });
  return store;
}

const leadsOf = async (store: Store) =>
  (await store.rows(FLAG_NIGHTS, flagNight)).filter(({ queue }) => queue === "leads");

let listed: Store;
beforeAll(async () => {
  listed = await world();
});

describe("leads over the nights", () => {
  it("an episode is one lead with one id: new, strengthened, ongoing, not listed while ordinary, weakened", async () => {
    const leads = await leadsOf(listed);
    expect(new Set(leads.map(({ flag_id }) => flag_id)).size).toBe(1);
    expect(leads.map(({ night, state }) => [night, state])).toEqual([
      [nightAt(25), "new"],
      [nightAt(26), "strengthened"],
      [nightAt(27), "ongoing"],
      [nightAt(29), "weakened"],
    ]);
  });

  it("a flag's content is a line of flags.jsonl, with the episode's first day", async () => {
    for (const { content, night } of await leadsOf(listed)) {
      const flag = flagShape.parse(JSON.parse(content));
      expect([flag.first_day, flag.last_day, flag.night]).toEqual([nightAt(25), night, night]);
      expect(flag.entity_id).toBe("E003");
      expect(flag.innocent_explanations.length).toBeGreaterThan(5);
    }
  });

  it("every night states its price: cases, leads expected by chance, leads listed and how many of them are new", async () => {
    const prices = (await listed.rows(PRICES, priceNight)).filter(({ queue }) => queue === "leads");
    expect(prices.map(({ night }) => night)).toEqual(eachDay(nightAt(FIRST), nightAt(LAST)));
    for (const { tested_count, expected_false_count } of prices) {
      expect(tested_count).toBe(COUNT);
      expect(expected_false_count).toBeCloseTo(0.25, 12);
    }
    expect(prices.map(({ listed_count, opened_count }) => [listed_count, opened_count]).slice(0, 6)).toEqual([
      [0, 0],
      [1, 1],
      [1, 0],
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
  });

  it("running every night again changes nothing, nor does running one in the middle", async () => {
    const tables = [
      "verdict",
      "score_class",
      "combined",
      "self_test",
      "flag",
      "flag_night",
      "episode_night",
      "night_price",
      "fdr_batch",
    ];
    const dump = async () => {
      const all: unknown[] = [];
      for (const table of tables)
        all.push(
          await listed.rows(
            `SELECT sha256(coalesce(string_agg(one, chr(10) ORDER BY one), '')) AS digest FROM (SELECT to_json(t)::VARCHAR AS one FROM "${table}" AS t)`,
            z.object({ digest: z.string() }),
          ),
        );
      return all;
    };
    const before = await dump();
    await judge(listed, cards, { from: 27, to: 27, listedFrom: 27 });
    expect(await dump()).toEqual(before);
    await judge(listed, cards, { from: 20, to: LAST, listedFrom: FIRST });
    expect(await dump()).toEqual(before);
  });

  it("a decided episode is put to the reviewers again only when it has grown", async () => {
    const store = await openMemory();
    const grows: Gives = (id, n, e) => (e === 3 && n >= 25 ? (n < 29 ? 1e-6 : 1e-9) : 0.05 + 0.95 * ordinary(id, n, e));
    await putVerdicts(store, cards, { from: 0, to: 30, count: COUNT, gives: grows });
    await judge(store, cards, { from: 0, to: 26, listedFrom: FIRST });
    const [first] = await leadsOf(store);
    await insertRows(store, "disposition", [
      {
        known_from: nightAt(27),
        known_until: null,
        flag_id: first?.flag_id ?? "",
        decided_at: `${nightAt(26)}T12:00:00Z`,
        reviewer: "R1",
        disposition: "true but authorised",
        reason: "a tasking",
      },
    ]);
    await judge(store, cards, { from: 27, to: 30, listedFrom: 27 });
    const leads = await leadsOf(store);
    expect(leads.map(({ night, state }) => [night, state])).toEqual([
      [nightAt(25), "new"],
      [nightAt(26), "ongoing"],
      [nightAt(29), "strengthened"],
      [nightAt(30), "ongoing"],
    ]);
    expect(new Set(leads.map(({ flag_id }) => flag_id)).size).toBe(1);
  });

  // BatchBH by hand: batches before night 25 rejected nobody, one in which a zeroed p would have been rejected spends alpha_t
  // of the year's 0.1; the first lead's 1e-6 is far below what is left over 40 cases, 0.05 and more are above.
  it("the confirmed tier holds the episode and nobody else, and says so on the flag", async () => {
    expect((await leadsOf(listed)).map(({ is_confirmed_tier }) => is_confirmed_tier)).toEqual([true, true, true, true]);
    const batches = await listed.rows(
      "SELECT rejected_count, alpha FROM fdr_batch ORDER BY night",
      z.object({ rejected_count: z.number(), alpha: z.number() }),
    );
    expect(batches.length).toBe(LAST - FIRST + 1);
    expect(batches.map(({ rejected_count }) => rejected_count).slice(0, 6)).toEqual([0, 1, 1, 1, 0, 1]);
    expect(batches[0]?.alpha).toBeCloseTo(0.1 * 0.4374901658, 9);
  });
});

describe("the audit", () => {
  it("draws so many cases a week as the settings say, each week anew and always the same", () => {
    const weeks = Array.from({ length: 20 }, (_, week) => eachDay(nightAt(4 + 7 * week), nightAt(10 + 7 * week)));
    const counts = weeks.map((days) => days.reduce((sum, day) => sum + auditCasesOn(day, 2), 0));
    expect(counts).toEqual(new Array(20).fill(2));
    const days = new Set(weeks.map((week) => week.map((day) => auditCasesOn(day, 2)).join("")));
    expect(days.size).toBeGreaterThan(10);
  });

  it("every candidate has the same chance", () => {
    const candidates = Array.from({ length: 10 }, (_, i) => ({ entity_type: "actor", entity_id: `E${i}` }));
    const drawn = new Map<string, number>();
    for (let night = 0; night < 1000; night++)
      for (const { entity_id } of drawAudit(nightAt(night), candidates, 1))
        drawn.set(entity_id, (drawn.get(entity_id) ?? 0) + 1);
    // Binomial(1000, 0.1) lies in 68 to 135 with probability 0.9995 (R: qbinom(c(2.5e-4, 1 - 2.5e-4), 1000, 0.1)).
    for (const { entity_id } of candidates) {
      expect(drawn.get(entity_id)).toBeGreaterThanOrEqual(68);
      expect(drawn.get(entity_id)).toBeLessThanOrEqual(135);
    }
  });

  it("shows the reviewer cases that are no leads, in a queue of their own, with everything that a lead has", async () => {
    const audit = (await listed.rows(FLAG_NIGHTS, flagNight)).filter(({ queue }) => queue === "audit");
    const expected = eachDay(nightAt(FIRST), nightAt(LAST)).flatMap((night) =>
      Array.from({ length: auditCasesOn(night, 2) }, () => night),
    );
    expect(audit.map(({ night }) => night)).toEqual(expected);
    expect(audit.length).toBeGreaterThan(0);
    for (const { content, flag_id } of audit) {
      const flag = flagShape.parse(JSON.parse(content));
      expect(flag.entity_id).not.toBe("E003");
      expect(flag.question).not.toBe("");
      expect(flag.p_value).toBeGreaterThan(0.25 / COUNT);
      expect(flag_id).toMatch(/^L-/);
    }
  });
});

describe("rank", () => {
  it("is by surprise and consequence among those that reviewers can read, and by surprise beyond them", () => {
    const rarestFirst = [
      { id: "a", priority: 1, state: "new" as const },
      { id: "b", priority: 9, state: "new" as const },
      { id: "c", priority: 5, state: "new" as const },
      { id: "d", priority: 100, state: "new" as const },
    ];
    expect(ranked(rarestFirst, 3).map(({ id }) => id)).toEqual(["b", "c", "a", "d"]);
  });

  it("lets no number of lasting episodes keep a new lead, or one that has grown, from being read", () => {
    const lasting = Array.from({ length: 4 }, (_, i) => ({
      id: `old${i}`,
      priority: 90 - i,
      state: "ongoing" as const,
    }));
    const list = [
      ...lasting,
      { id: "grown", priority: 30, state: "strengthened" as const },
      { id: "fresh", priority: 20, state: "new" as const },
    ];
    expect(ranked(list, 3).map(({ id }) => id)).toEqual(["old0", "grown", "fresh", "old1", "old2", "old3"]);
    expect(ranked(list, 6).map(({ id }) => id)).toEqual(list.map(({ id }) => id));
  });

  // By hand: SECRET is the fourth of five levels (3^3 = 27), ORCON the originator's control (2^2 = 4), P00 and no partner
  // involved: 1 + log10(1) = 1. Surprise of 1e-4: 4. Priority 4 * 27 * 4 * 1 = 432.
  it("multiplies surprise by the three criteria, each printed with its factor", async () => {
    const store = await openMemory();
    const event = (event_id: string, marking: string) => ({
      source: "portal",
      event_id,
      event_time: "2026-01-05T10:00:00Z",
      day: "2026-01-05",
      actor_id: "P00",
      action: "view",
      outcome: "success",
      marking,
      file_id: 1,
      is_provisional: false,
    });
    await insertRows(store, "event", [
      event("e1", "SECRET//ORCON"),
      event("e2", "CONFIDENTIAL"),
      event("e3", "no marking"),
    ]);
    const criteria = await consequence(store, "2026-01-05", {
      event_ids: ["e1", "e2", "e3"],
      home: "XHM",
      policy: SHIPPED_POLICY,
    });
    expect(criteria).toEqual([
      { criterion: "damage", found: "SECRET", factor: 27 },
      { criterion: "sensitivity", found: "originator or national control", factor: 4 },
      { criterion: "number of actors", found: "1 actor with access", factor: 1 },
    ]);
    expect(priorityOf(1e-4, criteria)).toBeCloseTo(432, 9);
  });
});
