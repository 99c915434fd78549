import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { volumeSurge } from "../../detectors/leads/volume-surge.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

/** One false lead in four nights among twenty people, the default price. */
const LEAD_BELOW = 0.25 / 20;

it("eighty acts of one person, where seven to twelve are ordinary, are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(20), ...workingDay("P00", TONIGHT, 70)]);
  const verdict = await verdictOf(store, volumeSurge, "P00");
  expect(verdict).toMatchObject({ status: "scored", direction: "up" });
  expect(await pOf(store, volumeSurge, "P00")).toBeLessThan(1e-4);
  expect(await pOf(store, volumeSurge, "P01")).toBeGreaterThan(LEAD_BELOW);
});

it("twice the work of everybody in the unit is a crisis and no one's lead", async () => {
  const unit = Array.from({ length: 10 }, (_, i) => `P${String(2 * i).padStart(2, "0")}`);
  const days = [0, 1, 2].map((ago) => addDays(TONIGHT, -ago));
  const busy = unit.flatMap((actor) => days.flatMap((day) => workingDay(actor, day, 14)));
  const crisis = await worldOf([...ordinaryWorld(20), ...busy]);
  const alone = await worldOf([...ordinaryWorld(20), ...busy.filter(({ actor }) => actor === "P00")]);
  const [together, single] = [await pOf(crisis, volumeSurge, "P00"), await pOf(alone, volumeSurge, "P00")];
  expect(together).toBeGreaterThan(LEAD_BELOW);
  expect(together).toBeGreaterThan(10 * single);
});

it("a person's first day is judged by the peers: an ordinary one is quiet, a wild one is not", async () => {
  const store = await worldOf([
    ...ordinaryWorld(20),
    ...workingDay("N1", TONIGHT, 9),
    ...workingDay("N2", TONIGHT, 90),
  ]);
  expect(await pOf(store, volumeSurge, "N1")).toBeGreaterThan(0.1);
  expect(await pOf(store, volumeSurge, "N2")).toBeLessThan(LEAD_BELOW);
});
