import { expect, it } from "vitest";
import { sensitivityShift } from "../../detectors/leads/sensitivity-shift.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const marked = (marking: string) =>
  workingDay("P00", TONIGHT, 10).map((act) => ({ ...act, outcome: "success", marking }));

it("ten objects of the highest class by someone who reads secret material are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...marked("TOP SECRET//REL TO XHM, XAR")]);
  expect(await verdictOf(store, sensitivityShift, "P00")).toMatchObject({ observed: 10, direction: "up" });
  expect(await pOf(store, sensitivityShift, "P00")).toBeLessThan(1e-6);
});

it("ten objects more of the usual class are no lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...marked("SECRET//REL TO XHM")]);
  expect(await pOf(store, sensitivityShift, "P00")).toBeGreaterThan(0.1);
});
