import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { volumeDrift } from "../../detectors/leads/volume-drift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const extra = (actors: readonly string[], acts: number) =>
  actors.flatMap((actor) => [0, 1, 2, 3, 6, 7, 8, 9].flatMap((ago) => workingDay(actor, addDays(TONIGHT, -ago), acts)));

it("twice the work for a week and a half is a lead that knows when it began", async () => {
  const store = await worldOf([...ordinaryWorld(), ...extra(["P00"], 12)]);
  const verdict = await verdictOf(store, volumeDrift, "P00");
  expect(verdict).toMatchObject({ status: "scored", direction: "up", evidence: { window_nights: 10 } });
  expect(await pOf(store, volumeDrift, "P00")).toBeLessThan(1e-4);
});

it("an eighth more for as long is no lead", async () => {
  expect(await pOf(await worldOf([...ordinaryWorld(), ...extra(["P00"], 1)]), volumeDrift, "P00")).toBeGreaterThan(
    0.05,
  );
});
