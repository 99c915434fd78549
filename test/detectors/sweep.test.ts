import { expect, it } from "vitest";
import { sweep } from "../../detectors/leads/sweep.js";
import { ordinaryWorld, pOf, TONIGHT, worldOf } from "./world.js";

const walk = (numbers: readonly number[]) =>
  numbers.map((number, i) => ({
    actor: "P00",
    day: TONIGHT,
    hour: 18 + i / 60,
    object: `OBJ-${String(number).padStart(6, "0")}`,
    collection: "ALPHA",
  }));

it("twenty objects one after the other by number are a lead", async () => {
  const store = await worldOf([...ordinaryWorld(), ...walk(Array.from({ length: 20 }, (_, i) => 5000 + i))]);
  expect(await pOf(store, sweep, "P00")).toBeLessThan(1e-10);
});

it("the same twenty objects in the order of a search are no lead", async () => {
  const shuffled = Array.from({ length: 20 }, (_, i) => 5000 + ((i * 7) % 20));
  expect(await pOf(await worldOf([...ordinaryWorld(), ...walk(shuffled)]), sweep, "P00")).toBeGreaterThan(0.01);
});
