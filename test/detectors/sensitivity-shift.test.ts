import { expect, it } from "vitest";
import { sensitivityShift } from "../../detectors/leads/sensitivity-shift.js";
import { ordinaryWorld, pOf, rebuild, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

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

it("material of a collection granted two weeks ago is no lead, for the grant explains its class; granted long ago it is one", async () => {
  const granted = async (granted_at: string) => {
    const store = await worldOf([
      ...ordinaryWorld(),
      ...marked("TOP SECRET//REL TO XHM, XAR").map((act) => ({ ...act, collection: "ECHO" })),
      ...workingDay("P00", TONIGHT, 10),
    ]);
    await store.run(
      `INSERT INTO entitlement (known_from, actor_id, collection, granted_at)
       SELECT DATE '2025-01-01', 'P00', 'ECHO', $granted_at::DATE`,
      { granted_at },
    );
    await rebuild(store);
    return pOf(store, sensitivityShift, "P00");
  };
  expect(await granted("2026-03-12")).toBeGreaterThan(0.01);
  expect(await granted("2025-06-01")).toBeLessThan(1e-4);
});
