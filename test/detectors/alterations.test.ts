import { expect, it } from "vitest";
import { alterations } from "../../detectors/leads/alterations.js";
import { eventsOf, ordinaryWorld, pOf, TONIGHT, workingDay, worldOf } from "./world.js";

const acts = (action: string) =>
  workingDay("P00", TONIGHT, 12).map((act, i) => ({ ...act, outcome: "success", action: i < 9 ? action : "view" }));

it("nine objects destroyed by someone who only ever read are a lead, with their events", async () => {
  const store = await worldOf([...ordinaryWorld(), ...acts("destroy")]);
  expect(await pOf(store, alterations, "P00")).toBeLessThan(1e-6);
  expect(await pOf(store, alterations, "P01")).toBeGreaterThan(0.01);
  expect(await eventsOf(store, alterations, "P00")).toHaveLength(9);
});

it("an editor who alters half of what they open every day is none", async () => {
  const editor = ordinaryWorld().map((act, i) =>
    act.actor === "P00" && i % 2 === 0 ? { ...act, action: "modify", outcome: "success" } : act,
  );
  expect(await pOf(await worldOf([...editor, ...acts("modify").slice(3)]), alterations, "P00")).toBeGreaterThan(0.001);
});
