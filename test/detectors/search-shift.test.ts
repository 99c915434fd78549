import { expect, it } from "vitest";
import { searchShift } from "../../detectors/leads/search-shift.js";
import { eventsOf, ordinaryWorld, pOf, type TestAct, TONIGHT, workingDay, worldOf } from "./world.js";

/** Everybody looks four things up a day. */
const searching = ordinaryWorld().flatMap((act, i): TestAct[] => (i % 2 === 0 ? [act, searchOf(act)] : [act]));

function searchOf({ actor, day, hour = 10 }: TestAct): TestAct {
  return { actor, day, hour: hour + 0.01, action: "search" };
}

const twentySearches = Array.from({ length: 20 }, (_, i) => searchOf({ actor: "P00", day: TONIGHT, hour: 9 + i / 10 }));

it("twenty searches more with nothing opened for them are a lead, with their events", async () => {
  const store = await worldOf([...searching, ...twentySearches]);
  expect(await pOf(store, searchShift, "P00")).toBeLessThan(1e-3);
  expect(await pOf(store, searchShift, "P01")).toBeGreaterThan(0.01);
  expect((await eventsOf(store, searchShift, "P00")).length).toBeGreaterThanOrEqual(20);
});

it("as many searches with what they found opened are none", async () => {
  const opened = workingDay("P00", TONIGHT, 40).map((act) => ({ ...act, outcome: "success" }));
  const store = await worldOf([...searching, ...twentySearches, ...opened]);
  expect(await pOf(store, searchShift, "P00")).toBeGreaterThan(0.01);
});
