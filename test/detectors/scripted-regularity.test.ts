import { expect, it } from "vitest";
import { scriptedRegularity } from "../../detectors/leads/scripted-regularity.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

it("forty acts exactly twenty seconds apart are a lead", async () => {
  const script = workingDay("P00", TONIGHT, 40).map((act, i) => ({ ...act, hour: 18 + i / 180 }));
  const store = await worldOf([...ordinaryWorld(), ...script]);
  expect(await verdictOf(store, scriptedRegularity, "P00")).toMatchObject({ direction: "up" });
  expect(await pOf(store, scriptedRegularity, "P00")).toBeLessThan(1e-8);
});

it("forty acts at a person's uneven pace are no lead, and five are not judged", async () => {
  const store = await worldOf([...ordinaryWorld(), ...workingDay("P00", TONIGHT, 40), ...workingDay("N1", TONIGHT, 5)]);
  expect(await pOf(store, scriptedRegularity, "P00")).toBeGreaterThan(0.01);
  expect(await verdictOf(store, scriptedRegularity, "N1")).toMatchObject({ status: "abstained" });
});

it("thirty acts logged in one second, as one click on many items gives, are no rhythm", async () => {
  const click = Array.from({ length: 30 }, () => ({ actor: "P00", day: TONIGHT, hour: 18 }));
  const store = await worldOf([...ordinaryWorld(), ...workingDay("P00", TONIGHT, 12), ...click]);
  expect(await pOf(store, scriptedRegularity, "P00")).toBeGreaterThan(0.01);
});

it("a service account at its own clock's pace is not judged", async () => {
  const script = workingDay("P00", TONIGHT, 40).map((act, i) => ({ ...act, hour: 18 + i / 180 }));
  const store = await worldOf([...ordinaryWorld(8), ...script]);
  await store.run("UPDATE actor SET kind = 'service' WHERE actor_id = 'P00'");
  expect(await verdictOf(store, scriptedRegularity, "P00")).toMatchObject({ status: "abstained" });
});
