import { describe, expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { midP } from "../../data/statistics/p-values.js";
import type { Store } from "../../data/store/store.js";
import { type CountRule, predictCounts } from "../../detectors/judges/count.js";
import { judgeShare, poolShare } from "../../detectors/judges/share.js";
import { partnerSurge } from "../../detectors/leads/partner-surge.js";
import { takeAwayShift } from "../../detectors/leads/take-away-shift.js";
import { volumeSurge } from "../../detectors/leads/volume-surge.js";
import { casesOf, ordinaryWorld, pOf, TONIGHT, workingDay, worldOf } from "./world.js";

const downloads = (day: string, count: number) =>
  workingDay("P00", day, count).map((act) => ({ ...act, action: "download", outcome: "success" }));

/** A person who took away three times the usual on ten days of six weeks ago, and takes as much again tonight. */
const returning = () =>
  worldOf([
    ...ordinaryWorld(20),
    ...Array.from({ length: 10 }, (_, i) => downloads(addDays(TONIGHT, -40 + i), 12)).flat(),
    ...downloads(TONIGHT, 10),
  ]);

const between = `SELECT unnest(generate_series($night::DATE - 40, $night::DATE - 31, INTERVAL 1 DAY))::DATE AS night`;

async function confirm(store: Store) {
  await store.run(`INSERT INTO confirmed_night SELECT 'actor', 'P00', night FROM (${between})`, { night: TONIGHT });
}

async function flagged(store: Store) {
  await store.run(
    `INSERT INTO combined SELECT night, 'actor', 'P00', 1e-9, 1e-9, true, true, true, 'take-away-shift', 1 FROM (${between})`,
    { night: TONIGHT },
  );
}

/** A reviewer found the episode of these nights to be in order. */
async function authorised(store: Store) {
  await store.run(
    `INSERT INTO flag VALUES ('L-1', 'leads', 'take-away-shift', 'actor', 'P00', $night::DATE - 40, $night::DATE - 40)`,
    { night: TONIGHT },
  );
  await store.run(`INSERT INTO episode_night (night, flag_id, p_value) SELECT night, 'L-1', 1e-9 FROM (${between})`, {
    night: TONIGHT,
  });
  await store.run(`INSERT INTO standing_decision VALUES ('L-1', 'true but authorised', $night::DATE - 30)`, {
    night: TONIGHT,
  });
}

describe("earlier nights that were not ordinary", () => {
  it("count less where they were leads, not at all where the concern was confirmed, and fully where it was in order", async () => {
    const store = await returning();
    const plain = await pOf(store, takeAwayShift, "P00");
    await flagged(store);
    const afterLead = await pOf(store, takeAwayShift, "P00");
    await authorised(store);
    const afterReview = await pOf(store, takeAwayShift, "P00");
    await confirm(store);
    const afterConcern = await pOf(store, takeAwayShift, "P00");
    expect(afterLead).toBeLessThan(plain);
    expect(afterConcern).toBeLessThan(afterLead);
    expect(afterReview).toBe(plain);
  });

  it("leave the baselines of counts too, and nobody else's", async () => {
    const store = await returning();
    const [plain, other] = [await pOf(store, volumeSurge, "P00"), await pOf(store, volumeSurge, "P02")];
    await confirm(store);
    expect(await pOf(store, volumeSurge, "P00")).toBeLessThan(plain);
    expect((await pOf(store, volumeSurge, "P02")) / other).toBeCloseTo(1, 1);
  });

  it("a lead of tonight or of a later night changes nothing: the same night judged again says the same", async () => {
    const store = await returning();
    const before = await casesOf(store, takeAwayShift);
    await store.run(
      `INSERT INTO combined SELECT $night::DATE + n::INTEGER, 'actor', 'P00', 1e-9, 1e-9, true, true, true, 'take-away-shift', 1
       FROM range(3) AS nights(n)`,
      { night: TONIGHT },
    );
    expect(await casesOf(store, takeAwayShift)).toEqual(before);
  });
});

const RULE: CountRule = {
  history_nights: 90,
  guard_nights: 0,
  prior_nights: 4,
  rest_prior_events: 10,
  dispersion_prior_nights: 20,
  dispersion_min: 0.02,
};

describe("kinds of days", () => {
  const WEEKDAYS = 5;
  const nights = Array.from({ length: 61 }, (_, ago) => ago);
  /** Twenty people, ten acts a night more or less, `up` times as many on nights of the kind that tonight is of. */
  const people = (kindOf: (ago: number) => number, up: number, tonight: number) =>
    Array.from({ length: 20 }, (_, who) => ({
      group: "analyst",
      unit: `U${who}`,
      nation: "XHM",
      nights_ago: nights,
      is_rest: nights.map(() => false),
      day_kinds: nights.map(kindOf),
      counts: nights.map((ago) =>
        ago === 0
          ? who === 0
            ? tonight
            : 10
          : Math.round((8 + ((ago * 7 + who) % 5)) * (kindOf(ago) === kindOf(0) ? up : 1)),
      ),
    }));
  const judged = (kindOf: (ago: number) => number, up: number, tonight: number) => {
    const [first] = predictCounts(people(kindOf, up, tonight), RULE);
    if (first === null || first === undefined) throw new Error("nobody was judged");
    return { mean: first.law.mean, p: midP(first.law, tonight, "upper") };
  };
  const weekday = (ago: number) => 1 + ((60 - ago) % WEEKDAYS);
  const monthEnd = (ago: number) => 1 + ((60 - ago) % WEEKDAYS) + (ago % 20 < 3 ? 10 : 0);
  const exercise = (ago: number) => (ago < 1 ? 103 : 3);

  it("a weekday on which everybody does twice as much is expected to be so, and is no lead", () => {
    const usual = judged(weekday, 1, 20);
    const mondays = judged(weekday, 2, 20);
    expect(mondays.mean / usual.mean).toBeGreaterThan(1.6);
    expect(mondays.p).toBeGreaterThan(0.2);
    expect(usual.p).toBeLessThan(0.02);
  });

  it("the last days of a month on which everybody does half as much again raise what is expected of them", () => {
    const kindsAlike = (ago: number) => (monthEnd(ago) >= 10 ? 13 : 3);
    expect(judged(kindsAlike, 1.5, 15).mean / judged(kindsAlike, 1, 15).mean).toBeGreaterThan(1.25);
  });

  it("a declared exercise without one before it widens what is ordinary, and mutes nothing", () => {
    const [during, outside] = [judged(exercise, 1, 22), judged(() => 3, 1, 22)];
    expect(during.mean / outside.mean).toBeCloseTo(1, 1);
    expect(during.p).toBeGreaterThan(3 * outside.p);
    expect(judged(exercise, 1, 100).p).toBeLessThan(1e-5);
  });

  it("are read from the calendar as it was known: an exercise with their nation, and their nation's holidays", async () => {
    const store = await worldOf(ordinaryWorld(4));
    await store.run("UPDATE actor SET nation = 'XAR' WHERE actor_id = 'P01'");
    await store.run(
      `INSERT INTO exercise (known_from, exercise_id, partner, planned_for) VALUES (DATE '2026-01-01', 'E1', 'XAR', $night::DATE - 1)`,
      { night: TONIGHT },
    );
    await store.run(
      `INSERT INTO exercise (known_from, exercise_id, partner, planned_for) VALUES ($night::DATE + 1, 'E2', 'XHM', $night::DATE)`,
      { night: TONIGHT },
    );
    const cases = (await casesOf(store, volumeSurge)) as {
      entity_id: string;
      nights_ago: number[];
      day_kinds: number[];
    }[];
    const tonight = (id: string) => {
      const row = cases.find(({ entity_id }) => entity_id === id);
      return row?.day_kinds[row.nights_ago.indexOf(0)];
    };
    // A Thursday, the fifth day before a month's end.
    expect(tonight("P01")).toBe(104);
    expect(tonight("P00")).toBe(4);
    await store.bind(partnerSurge.cases);
  });
});

describe("peers by behaviour", () => {
  const rule = { window_nights: 1, history_nights: 90, peer_trials: 20, share_min: 5e-4, dispersion_min: 0.002 };
  const person = (circle: string, successes: number, days = 30) => ({
    group: "analyst",
    circle,
    nights_ago: Array.from({ length: days }, (_, ago) => ago),
    successes: Array.from({ length: days }, () => successes),
    trials: Array.from({ length: days }, () => 10),
  });

  it("a newcomer is held against those of the same role who work in the same collections, before all of the role", () => {
    const everybody = [
      ...Array.from({ length: 5 }, () => person("IMAGERY", 6)),
      ...Array.from({ length: 5 }, () => person("PRESS", 1)),
    ];
    const pool = poolShare(everybody, rule);
    const [imagery, press] = ["IMAGERY", "PRESS"].map((circle) =>
      judgeShare(person(circle, 6, 1), pool, { rule, side: "upper" }),
    );
    expect(imagery?.expected_share).toBeCloseTo(0.6, 1);
    expect(imagery?.p_mid).toBeGreaterThan(0.3);
    expect(press?.p_mid).toBeLessThan(0.005);
  });
});

it("a kind of count that nobody had ever shown before tonight is judged, and tonight's first of it are a lead", async () => {
  const acts = ordinaryWorld(8).map((act) => ({ ...act, action: "view", outcome: "success" }));
  const store = await worldOf([...acts, ...downloads(TONIGHT, 30)]);
  expect(await pOf(store, volumeSurge, "P00")).toBeLessThan(1e-4);
});
