import { describe, expect, it } from "vitest";
import { commonShifts } from "../../detectors/judges/share-common.js";
import { newPlace } from "../../detectors/leads/new-place.js";
import { offHours } from "../../detectors/leads/off-hours.js";
import { refusals } from "../../detectors/leads/refusals.js";
import { ordinaryWorld, pOf, type TestAct, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

/** One false lead in four nights among twenty people, the default price. */
const LEAD_BELOW = 0.25 / 20;
const people = Array.from({ length: 20 }, (_, i) => `P${String(i).padStart(2, "0")}`);

const world = (acts: readonly TestAct[]) => worldOf([...ordinaryWorld(20), ...acts]);
const refused = (actor: string) => workingDay(actor, TONIGHT, 5).map((act) => ({ ...act, outcome: "error" }));
const late = (actor: string) => workingDay(actor, TONIGHT, 8).map((act, i) => ({ ...act, hour: 22 + i / 10 }));
const moved = (actor: string) => workingDay(actor, TONIGHT, 4).map((act) => ({ ...act, address: `192.0.2.${actor}` }));

describe("what strikes a whole site", () => {
  it("refusals of five attempts by everybody are an outage and no one's lead; by one person they are", async () => {
    const outage = await world(people.flatMap(refused));
    for (const actor of ["P00", "P07", "P19"]) expect(await pOf(outage, refusals, actor)).toBeGreaterThan(LEAD_BELOW);
    expect(await pOf(await world(refused("P00")), refusals, "P00")).toBeLessThan(LEAD_BELOW / 10);
  });

  it("an outage is one also where there is no directory, for the logs say who was where", async () => {
    const outage = await world(people.flatMap(refused));
    await outage.run("DELETE FROM actor");
    for (const actor of ["P00", "P07"]) expect(await pOf(outage, refusals, actor)).toBeGreaterThan(LEAD_BELOW);
  });

  it("the outage does not hide the one who was refused forty times in it", async () => {
    const store = await world([
      ...people.flatMap(refused),
      ...workingDay("P00", TONIGHT, 40).map((act) => ({ ...act, outcome: "denied" })),
    ]);
    expect(await pOf(store, refusals, "P00")).toBeLessThan(LEAD_BELOW);
    expect(await verdictOf(store, refusals, "P00")).toMatchObject({
      evidence: { common_factor_ratio: expect.any(Number) },
    });
  });

  it("a late night of a unit is no one's lead; of one person it is", async () => {
    const unit = people.filter((_, i) => i % 2 === 0);
    expect(await pOf(await world(unit.flatMap(late)), offHours, "P00")).toBeGreaterThan(LEAD_BELOW);
    expect(await pOf(await world(late("P00")), offHours, "P00")).toBeLessThan(LEAD_BELOW / 10);
  });

  it("new addresses of everybody are a change of the network; one person's is a lead", async () => {
    expect(await pOf(await world(people.flatMap(moved)), newPlace, "P00")).toBeGreaterThan(LEAD_BELOW);
    expect(await pOf(await world(moved("P00")), newPlace, "P00")).toBeLessThan(LEAD_BELOW);
  });
});

describe("the common part of a window", () => {
  const one = (successes: number, unit: string) => ({ unit, site: "", successes, expected: 0.1, effect: 1 });

  // Worked by hand for nine others with 0.1 expected each and one success each: O = 9, E = 0.9; for means 3, 30 and 300
  // log BF = log r + log 9! - 10 log(E + r) + E = 10.50601, 10.99056, 9.01468; weights 0.99, 121.78, 197.71, 27.41.
  it("is the posterior mean of a spike at no change and exponentials of mean three, thirty and three hundred", () => {
    const [first] = commonShifts(Array.from({ length: 10 }, () => one(1, "U1")));
    expect(first?.ratio).toBeCloseTo(9.8024, 3);
  });

  it("is nothing for one who is alone, or whose neighbours are as ever", () => {
    const shifts = commonShifts([one(9, "U1"), ...Array.from({ length: 9 }, () => one(0, "U1")), one(9, "")]);
    expect(shifts[0]).toEqual({ ratio: 1, variance: 0 });
    expect(shifts.at(-1)).toEqual({ ratio: 1, variance: 0 });
  });

  it("one neighbour, however wild, moves it by less than a half", () => {
    const shifts = commonShifts([one(0, "U1"), one(1000, "U1"), ...Array.from({ length: 18 }, () => one(0, "U1"))]);
    expect(shifts[0]?.ratio).toBeLessThan(1.5);
  });
});
