import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Kept } from "../../data/review/journal.js";
import { type Decision, type ReviewRecord, recordId, type Suppression } from "../../data/review/record.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { weightedShare } from "../../data/statistics/inverse-probability.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { estimateDetection } from "../../pipeline/stages/audit-estimates.js";
import { foldJournal } from "../../pipeline/stages/feedback.js";
import { posteriorShare } from "../../pipeline/stages/precision.js";
import { standDecisions } from "../../pipeline/stages/standing.js";
import { AUDITED_SHARE, applySuppressions } from "../../pipeline/stages/suppress.js";
import { card, judge, nightAt, ordinary, putVerdicts, settings } from "../pipeline/judged-world.js";
import { openMemory } from "../store.js";

const ZONE = "Europe/Paris";
const HOME = { nation: "XHM", time_zone: ZONE };

const kept = (records: readonly ReviewRecord[]): Kept[] =>
  records.map((record, index) => ({ id: recordId(record), line: index + 1, record }));

const decision = (flag_id: string, at: string, changes: Partial<Decision> = {}): Decision => ({
  kind: "decision",
  flag_id,
  night: null,
  at,
  reviewer: "kim",
  role: "reviewer",
  disposition: "confirmed concern",
  reason: "no request covers it",
  seconds_to_look: null,
  seconds_spent: null,
  is_second: false,
  is_blind: false,
  wants_second: false,
  origin: "app",
  ...changes,
});

const suppression = (changes: Partial<Suppression> = {}): Suppression => ({
  kind: "suppression",
  at: "2026-05-01T08:00:00.000Z",
  owner: "kim",
  detector: "off-hours",
  entity_type: null,
  entity_id: null,
  stratum: null,
  reason: "a shift was moved for the exercise",
  starts_on: "2026-05-02",
  expires_on: "2026-05-10",
  ...changes,
});

let store: Store;
beforeEach(async () => {
  store = await openMemory();
});
afterEach(() => store.close());

const putFlags = (flags: readonly { flag_id: string; queue?: string; entity_id?: string; detector?: string }[]) =>
  insertRows(
    store,
    "flag",
    flags.map(({ flag_id, queue = "leads", entity_id = "a1", detector = "off-hours" }) => ({
      flag_id,
      queue,
      detector,
      entity_type: "actor",
      entity_id,
      first_day: "2026-05-01",
      first_night: "2026-05-01",
    })),
  );

describe("what decisions count as on a night", () => {
  const standing = async (night: string) => {
    await standDecisions(store, night, ZONE);
    return store.rows(
      "SELECT flag_id, disposition FROM standing_decision ORDER BY flag_id",
      z.object({ flag_id: z.string(), disposition: z.string() }),
    );
  };

  // 23:30 in Paris on 2 May is 21:30 UTC; 00:30 on 3 May is 22:30 UTC on 2 May.
  it("a decision counts from the home-zone day on which it was made, on no night before", async () => {
    await foldJournal(
      store,
      kept([decision("F1", "2026-05-02T21:30:00.000Z"), decision("F2", "2026-05-02T22:30:00.000Z")]),
      [],
    );
    expect((await standing("2026-05-01")).map(({ flag_id }) => flag_id)).toEqual([]);
    expect((await standing("2026-05-02")).map(({ flag_id }) => flag_id)).toEqual(["F1"]);
    expect((await standing("2026-05-03")).map(({ flag_id }) => flag_id)).toEqual(["F1", "F2"]);
  });

  it("a reversal counts from its own day: the nights before see what stood then", async () => {
    const first = decision("F1", "2026-05-02T08:00:00.000Z");
    const reversal = {
      kind: "reversal",
      undoes: recordId(first),
      flag_id: "F1",
      at: "2026-05-04T08:00:00.000Z",
      reviewer: "kim",
      reason: "wrong",
    } as const;
    await foldJournal(store, kept([first, reversal]), []);
    expect(await standing("2026-05-03")).toHaveLength(1);
    expect(await standing("2026-05-04")).toHaveLength(0);
  });

  it("the last word of a reader counts, and two readings that differ leave it undetermined", async () => {
    await foldJournal(
      store,
      kept([
        decision("F1", "2026-05-02T08:00:00.000Z"),
        decision("F1", "2026-05-02T09:00:00.000Z", { disposition: "data error" }),
        decision("F2", "2026-05-02T08:00:00.000Z"),
        decision("F2", "2026-05-02T09:00:00.000Z", {
          disposition: "model error",
          reviewer: "lee",
          role: "second",
          is_second: true,
        }),
      ]),
      [],
    );
    expect(await standing("2026-05-02")).toEqual([
      { flag_id: "F1", disposition: "data error" },
      { flag_id: "F2", disposition: "undetermined" },
    ]);
  });

  it("the days of a confirmed concern leave the baseline, from its first day to its last listed one", async () => {
    await putFlags([{ flag_id: "F1" }, { flag_id: "F2", entity_id: "a2" }]);
    for (const [flag_id, last_day] of [
      ["F1", "2026-05-03"],
      ["F2", "2026-05-03"],
    ])
      await insertRows(store, "flag_night", [
        {
          night: "2026-05-03",
          flag_id: flag_id ?? "",
          rank: 1,
          state: "new",
          last_day: last_day ?? "",
          p_value: 0.1,
          is_confirmed_tier: false,
          content: "{}",
        },
      ]);
    await foldJournal(
      store,
      kept([
        decision("F1", "2026-05-04T08:00:00.000Z"),
        decision("F2", "2026-05-04T08:00:00.000Z", { disposition: "data error" }),
      ]),
      [],
    );
    await standDecisions(store, "2026-05-04", ZONE);
    const found = await store.rows(
      "SELECT entity_id, night FROM confirmed_night ORDER BY entity_id, night",
      z.object({ entity_id: z.string(), night: z.string() }),
    );
    expect(found).toEqual(["2026-05-01", "2026-05-02", "2026-05-03"].map((night) => ({ entity_id: "a1", night })));
  });
});

describe("the precision that orders the queue", () => {
  it("without decisions is the price's own, and orders nothing", () => {
    expect(posteriorShare(0.8, { confirmed: 0, decided: 0 })).toMatchObject({ estimate: 0.8, order_factor: 1 });
  });

  // By hand: prior Beta(3.2, 0.8); 2 of 4 confirmed gives Beta(5.2, 2.8), mean 0.65, factor 0.65/0.8 = 0.8125.
  it("moves as Bayes' theorem says", () => {
    const { estimate, order_factor, low, high } = posteriorShare(0.8, { confirmed: 2, decided: 4 });
    expect(estimate).toBeCloseTo(0.65, 12);
    expect(order_factor).toBeCloseTo(0.8125, 12);
    // the density of Beta(5.2, 2.8) integrated by Simpson's rule, 5 % and 95 %
    expect([low, high]).toEqual([expect.closeTo(0.366915, 5), expect.closeTo(0.888155, 5)]);
  });

  it("never puts a detector more than twice before or behind another, whatever was decided", () => {
    expect(posteriorShare(0.8, { confirmed: 0, decided: 1000 }).order_factor).toBe(0.5);
    expect(posteriorShare(0.1, { confirmed: 1000, decided: 1000 }).order_factor).toBe(2);
  });

  it("changes the order of the leads and not which leads there are", async () => {
    const cards = [card("first", "volume"), card("second", "take")];
    const gives = (id: string, night: number, one: number) => {
      if (night >= 40 && one === (id === "first" ? night - 40 : night - 20)) return 1e-9;
      return ordinary(id, night, one);
    };
    const listed = async (decided: boolean) => {
      const own = await openMemory();
      await putVerdicts(own, cards, { from: 0, to: 49, count: 60, gives });
      await judge(own, cards, { from: 0, to: 48, listedFrom: 40 });
      if (decided) {
        const flags = await own.rows(
          "SELECT flag_id, detector FROM flag WHERE queue = 'leads' ORDER BY flag_id",
          z.object({ flag_id: z.string(), detector: z.string() }),
        );
        expect(flags.length).toBeGreaterThan(10);
        const at = `${nightAt(48)}T12:00:00.000Z`;
        const records = flags.map(({ flag_id, detector }) =>
          decision(flag_id, at, { disposition: detector === "first" ? "model error" : "confirmed concern" }),
        );
        await foldJournal(own, kept(records), []);
      }
      await judge(own, cards, { from: 49, to: 49, listedFrom: 49 });
      const rows = await own.rows(
        `SELECT entity_id, priority, detector FROM flag_night JOIN flag USING (flag_id) WHERE night = '${nightAt(49)}' AND queue = 'leads' ORDER BY rank`,
        z.object({ entity_id: z.string(), priority: z.number(), detector: z.string() }),
      );
      const estimates = await own.rows(
        `SELECT detector, order_factor, expires_on FROM precision_estimate WHERE night = '${nightAt(49)}' ORDER BY detector`,
        z.object({ detector: z.string(), order_factor: z.number(), expires_on: z.string() }),
      );
      own.close();
      return { rows, estimates };
    };
    const [before, after] = [await listed(false), await listed(true)];
    const ids = ({ rows }: typeof before) => rows.map(({ entity_id }) => entity_id).sort();
    expect(ids(after)).toEqual(ids(before));
    expect(before.estimates).toEqual([]);
    expect(after.estimates.map(({ detector }) => detector)).toEqual(["first", "second"]);
    const [first, second] = after.estimates;
    expect(first?.order_factor).toBeLessThan(1);
    expect(second?.order_factor).toBeGreaterThanOrEqual(1);
    expect(first?.expires_on).toBe("2026-08-17"); // 18 February and 180 days
    expect(after.rows[0]?.detector).toBe("second");
  });
});

describe("suppressions", () => {
  const lead = (flag_id: string, detector = "off-hours", entity_id = "a1") => ({
    flag_id,
    detector,
    entity_type: "actor",
    entity_id,
    p_value: 1e-6,
  });
  const hiddenOn = async (night: string, leads = [lead("F1"), lead("F2", "sweep")]) =>
    (await applySuppressions(store, leads, { night, home: HOME })).hidden.map(({ flag_id }) => flag_id);

  it("hide what they cover from their first to their last day, and nothing else", async () => {
    await foldJournal(store, kept([suppression()]), []);
    expect(await hiddenOn("2026-05-01")).toEqual([]);
    expect(await hiddenOn("2026-05-02")).toEqual(["F1"]);
    expect(await hiddenOn("2026-05-10")).toEqual(["F1"]);
    expect(await hiddenOn("2026-05-11")).toEqual([]);
  });

  it("never hide a lead about their own owner", async () => {
    const secret = { salt: "", hash: "", cost: 1 } as never;
    const kim = {
      name: "kim",
      role: "second",
      actor_id: "a1",
      added_at: "2026-01-01T00:00:00Z",
      closed_at: null,
      secret,
    } as const;
    await foldJournal(store, kept([suppression()]), [kim]);
    expect(await hiddenOn("2026-05-02", [lead("F1"), lead("F2", "off-hours", "a2")])).toEqual(["F2"]);
  });

  it("cover an entity or a stratum where they name one", async () => {
    await foldJournal(store, kept([suppression({ entity_type: "actor", entity_id: "a2" })]), []);
    expect(await hiddenOn("2026-05-02", [lead("F1"), lead("F2", "off-hours", "a2")])).toEqual(["F2"]);
    await foldJournal(store, kept([suppression({ detector: null, stratum: "not in the directory" })]), []);
    expect(await hiddenOn("2026-05-02", [lead("F1")])).toEqual(["F1"]);
    await foldJournal(store, kept([suppression({ detector: null, stratum: "service account" })]), []);
    expect(await hiddenOn("2026-05-02", [lead("F1")])).toEqual([]);
  });

  it("end when they are ended, and the ledger keeps what they hid", async () => {
    const one = suppression();
    const end = {
      kind: "suppression_end",
      suppression_id: recordId(one),
      at: "2026-05-05T08:00:00.000Z",
      by: "lee",
      reason: "the exercise is over",
    } as const;
    await foldJournal(store, kept([one, end]), []);
    expect(await hiddenOn("2026-05-04")).toEqual(["F1"]);
    expect(await hiddenOn("2026-05-05")).toEqual([]);
    const ledger = await store.rows(
      "SELECT night, suppression_id, flag_id FROM suppressed_case ORDER BY night",
      z.object({ night: z.string(), suppression_id: z.string(), flag_id: z.string() }),
    );
    expect(ledger).toEqual([{ night: "2026-05-04", suppression_id: recordId(one), flag_id: "F1" }]);
  });

  // Binomial(2000, 0.05): mean 100, sd 9.7; within four sd in all but one of 16,000 worlds.
  it("one in twenty hidden episodes is drawn for the audit, once", async () => {
    await foldJournal(store, kept([suppression()]), []);
    const leads = Array.from({ length: 2000 }, (_, index) => lead(`F${index}`));
    const { audited } = await applySuppressions(store, leads.slice(0, 400), { night: "2026-05-02", home: HOME });
    const share = leads.filter(({ flag_id }) => hashUniform(["suppressed", flag_id]) < AUDITED_SHARE).length;
    expect(share).toBeGreaterThan(61);
    expect(share).toBeLessThan(139);
    expect(audited.length).toBeGreaterThan(0);
    const again = await applySuppressions(store, leads.slice(0, 400), { night: "2026-05-03", home: HOME });
    expect(again.audited).toEqual([]);
    expect(again.hidden).toHaveLength(400);
  });

  it("a suppressed lead is not listed, keeps its id from night to night, and costs the price nothing", async () => {
    const cards = [card("steady", "volume")];
    const gives = (id: string, night: number, one: number) =>
      one === 7 && night >= 40 ? 1e-9 : ordinary(id, night, one);
    await putVerdicts(store, cards, { from: 0, to: 42, count: 60, gives });
    await foldJournal(
      store,
      kept([
        suppression({
          detector: "steady",
          at: "2026-01-01T08:00:00.000Z",
          starts_on: "2026-01-01",
          expires_on: nightAt(41),
        }),
      ]),
      [],
    );
    await judge(store, cards, {
      from: 0,
      to: 42,
      listedFrom: 40,
      chosen: settings({ home: { nation: "XHM", time_zone: ZONE } }),
    });
    const listed = await store.rows(
      "SELECT night, flag_id FROM flag_night JOIN flag USING (flag_id) WHERE entity_id = 'E007' AND queue = 'leads' ORDER BY night",
      z.object({ night: z.string(), flag_id: z.string() }),
    );
    expect(listed.map(({ night }) => night)).toEqual([nightAt(42)]);
    const hidden = await store.rows(
      "SELECT night, flag_id FROM suppressed_case ORDER BY night",
      z.object({ night: z.string(), flag_id: z.string() }),
    );
    expect(hidden.map(({ night }) => night)).toEqual([nightAt(40), nightAt(41)]);
    expect(new Set([...hidden, ...listed].map(({ flag_id }) => flag_id)).size).toBe(1);
  });
});

describe("totals by inverse probability", () => {
  // R 4.2.2: binom.test(3, 20)$conf.int = 0.03207094 0.37892683
  it("with equal chances are the plain share, with Clopper and Pearson's interval", () => {
    const sample = Array.from({ length: 20 }, (_, index) => ({ isSuccess: index < 3, probability: 0.05 }));
    const { total, successes, share, interval } = weightedShare(sample, 0.95);
    expect([total, successes]).toEqual([expect.closeTo(400, 9), expect.closeTo(60, 9)]);
    expect(share).toBeCloseTo(0.15, 12);
    expect([interval.lower, interval.upper]).toEqual([expect.closeTo(0.03207094, 6), expect.closeTo(0.37892683, 6)]);
  });

  it("are right on average where some are drawn twenty times as often", () => {
    const population = Array.from({ length: 400 }, (_, index) => ({
      isSuccess: index % 8 === 0,
      probability: index % 2 === 0 ? 1 : 0.05,
    }));
    const trials = Array.from({ length: 400 }, (_, trial) =>
      weightedShare(
        population.filter(({ probability }, one) => hashUniform([String(trial), String(one)]) < probability),
        0.9,
      ),
    );
    const mean = trials.reduce((sum, { total }) => sum + total, 0) / trials.length;
    // Var of one total: 200 x 0.95/0.05 = 3800; standard error of the mean of 400: 3.1.
    expect(Math.abs(mean - 400)).toBeLessThan(12);
  });

  it("without a sample say nothing", () => {
    const { share, interval } = weightedShare([], 0.9);
    expect(share).toBeNaN();
    expect(interval).toEqual({ lower: 0, upper: 1 });
  });

  // By hand: 4 listed, 2 confirmed; 2 suppressed at 1/20, 1 confirmed -> 20; 2 unflagged at 1/100, none confirmed -> 0.
  it("give precision and what is missed from decisions on listed, suppressed and random cases", async () => {
    const draws = [
      ["S1", "suppressed", 0.05],
      ["S2", "suppressed", 0.05],
      ["U1", "unflagged", 0.01],
      ["U2", "unflagged", 0.01],
    ] as const;
    await putFlags([
      ...["L1", "L2", "L3", "L4"].map((flag_id) => ({ flag_id })),
      ...draws.map(([flag_id]) => ({ flag_id, queue: "audit" })),
    ]);
    await insertRows(
      store,
      "audit_draw",
      draws.map(([flag_id, frame, inclusion_probability]) => ({
        night: "2026-05-01",
        flag_id,
        frame,
        inclusion_probability,
      })),
    );
    const confirmed = ["L1", "L2", "S1"];
    const all = ["L1", "L2", "L3", "L4", "S1", "S2", "U1", "U2"];
    await foldJournal(
      store,
      kept(
        all.map((flag_id) =>
          decision(flag_id, "2026-05-02T08:00:00.000Z", {
            disposition: confirmed.includes(flag_id) ? "confirmed concern" : "model error",
          }),
        ),
      ),
      [],
    );
    await standDecisions(store, "2026-05-02", ZONE);
    await estimateDetection(store, "2026-05-02");
    const found = await store.rows(
      "SELECT quantity, value, low, high, sampled_count FROM detection_estimate ORDER BY quantity",
      z.object({
        quantity: z.string(),
        value: z.number().nullable(),
        low: z.number().nullable(),
        high: z.number().nullable(),
        sampled_count: z.number(),
      }),
    );
    expect(Object.fromEntries(found.map(({ quantity, value }) => [quantity, value]))).toEqual({
      concerns_missed: 0,
      concerns_suppressed: expect.closeTo(20, 9),
      miss_rate: expect.closeTo(20 / 22, 9),
      precision_listed: 0.5,
      precision_with_hidden: expect.closeTo(22 / 44, 9),
    });
    const missed = found.find(({ quantity }) => quantity === "concerns_missed");
    // none of two, upper end 1 - sqrt(0.05) of 200 cases
    expect(missed?.high).toBeCloseTo((1 - Math.sqrt(0.05)) * 200, 6);
  });
});
