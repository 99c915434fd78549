import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tailCheck } from "../../data/statistics/calibration.js";
import type { Store } from "../../data/store/store.js";
import { renderNight } from "../../pipeline/stages/render.js";
import { openMemory } from "../store.js";
import { card, type Gives, judge, nightAt, ordinary, putVerdicts, settings } from "./judged-world.js";

const CALIBRATED = /* sql */ `
  SELECT p_calibrated FROM verdict
  WHERE detector = $detector AND night BETWEEN $from::DATE AND $to::DATE ORDER BY night, entity_id
`;
const STATES = /* sql */ `SELECT is_calibrated FROM self_test WHERE detector = $detector ORDER BY night`;
const WITHIN = /* sql */ `
  SELECT count(*) FILTER (is_within_price)::DOUBLE AS within, count(DISTINCT night)::DOUBLE AS nights
  FROM combined WHERE night BETWEEN $from::DATE AND $to::DATE
`;
const NOTED = /* sql */ `
  SELECT subject, entity_count FROM not_assessed WHERE night = $night::DATE AND starts_with(reason, 'uncalibrated')
`;

const volume = card("volume", "volume");
const places = card("places", "place");
const two = [volume, places];
const COUNT = 40;

async function world(gives: Gives, to: number, cards = two): Promise<Store> {
  const store = await openMemory();
  await putVerdicts(store, cards, { from: 0, to, count: COUNT, gives });
  await judge(store, cards, { from: 0, to, listedFrom: to + 1 });
  return store;
}

const states = async (store: Store, detector: string) =>
  (await store.rows(STATES, z.object({ is_calibrated: z.boolean() }), { detector })).map((row) => row.is_calibrated);

describe("calibration over the nights", () => {
  it("a detector whose p-values are squares of uniforms comes out uniform, and the leads keep to their price", async () => {
    const store = await world((id, n, e) => (id === "volume" ? ordinary(id, n, e) ** 2 : ordinary(id, n, e)), 99);
    const range = { from: nightAt(40), to: nightAt(99) };
    const p = await store.rows(CALIBRATED, z.object({ p_calibrated: z.number() }), { detector: "volume", ...range });
    const values = p.map(({ p_calibrated }) => p_calibrated);
    for (const level of [0.1, 0.01]) {
      const { interval } = tailCheck(values, level);
      expect(interval.lower).toBeLessThan(level);
      expect(interval.upper).toBeGreaterThan(level);
    }
    const { within, nights } = await store.row(WITHIN, z.object({ within: z.number(), nights: z.number() }), range);
    // 60 nights at 0.25: Poisson(15) lies in 6 to 27 with probability 0.995 (R: ppois(27, 15) - ppois(5, 15)).
    expect(nights).toBe(60);
    expect(within).toBeGreaterThanOrEqual(6);
    expect(within).toBeLessThanOrEqual(27);
  });

  it("a detector that drifts for good is set apart within four weeks, said to be so, and recovers when it is uniform", async () => {
    const drifts: Gives = (id, n, e) => ordinary(id, n, e) ** (id === "volume" && n >= 25 && n < 60 ? 4 : 1);
    const store = await world(drifts, 90);
    const was = await states(store, "volume");
    const first = was.indexOf(false) + (91 - was.length);
    expect(first).toBeGreaterThanOrEqual(25 + 22);
    expect(first).toBeLessThanOrEqual(25 + 28);
    expect(was.at(-1)).toBe(true);
    expect(await states(store, "places")).not.toContain(false);
    const note = await store.rows(NOTED, z.object({ subject: z.string(), entity_count: z.number() }), {
      night: nightAt(first),
    });
    expect(note).toEqual([{ subject: "volume", entity_count: COUNT }]);
  });

  it("the page of a night says which detector is set apart, until it has recovered", async () => {
    const drifts: Gives = (id, n, e) => ordinary(id, n, e) ** (id === "volume" && n >= 20 && n < 55 ? 4 : 1);
    const store = await world(drifts, 85);
    const page = async (night: number) => {
      const { files } = await renderNight(
        store,
        nightAt(night),
        { settings: settings(), digest: "0", file: null },
        "0",
      );
      return String(files.find(({ name }) => name === "flags.html")?.content);
    };
    const said = "uncalibrated: its p-values were not uniform in 4 of the last 4 weeks";
    expect(await page(50)).toContain(said);
    expect(await page(85)).not.toContain("uncalibrated: ");
  });

  it("a detector that was set apart has no say in the leads", async () => {
    const drifts: Gives = (id, n, e) => {
      if (id === "volume" && n === 52 && e === 7) return 1e-12;
      return ordinary(id, n, e) ** (id === "volume" && n >= 20 ? 4 : 1);
    };
    const store = await world(drifts, 52);
    expect((await states(store, "volume")).at(-1)).toBe(false);
    const { p_value } = await store.row(
      "SELECT p_value FROM combined WHERE night = $night::DATE AND entity_id = 'E007'",
      z.object({ p_value: z.number() }),
      { night: nightAt(52) },
    );
    expect(p_value).toBeGreaterThan(0.01);
  });

  it("an attack of five weeks by one actor does not switch the detector off that sees it", async () => {
    const attacked: Gives = (id, n, e) => (id === "volume" && n >= 25 && e === 7 ? 1e-6 : ordinary(id, n, e));
    const store = await world(attacked, 60);
    expect(await states(store, "volume")).not.toContain(false);
  });

  it("a crisis of two weeks shared by half of all actors does not switch the detector off that sees it", async () => {
    const crisis: Gives = (id, n, e) =>
      ordinary(id, n, e) ** (id === "volume" && n >= 25 && n < 39 && e % 2 === 0 ? 4 : 1);
    const store = await world(crisis, 55);
    expect(await states(store, "volume")).not.toContain(false);
  });

  it("an actor's lead does not count among the ordinary nights that judge the next one", async () => {
    const attacked: Gives = (id, n, e) => (id === "volume" && n >= 25 && e < 3 ? 1e-7 : ordinary(id, n, e));
    const store = await world(attacked, 50);
    const { within } = await store.row(WITHIN, z.object({ within: z.number() }), {
      from: nightAt(50),
      to: nightAt(50),
    });
    expect(within).toBeGreaterThanOrEqual(3);
  });
});
