import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { dormantReturn } from "../../detectors/leads/dormant-return.js";
import { ordinaryWorld, pOf, TONIGHT, verdictOf, workingDay, worldOf } from "./world.js";

const away = (days: number) => {
  const since = addDays(TONIGHT, -days);
  return [
    ...ordinaryWorld().filter(({ actor, day }) => actor !== "P00" || day <= since),
    ...workingDay("P00", TONIGHT, 8),
  ];
};

it("an account that comes back after 70 days is a lead", async () => {
  const store = await worldOf(away(70));
  expect(await verdictOf(store, dormantReturn, "P00")).toMatchObject({ observed: 70, direction: "up" });
  expect(await pOf(store, dormantReturn, "P00")).toBeLessThan(1e-6);
});

// nobody was away for more than a week before, so the mean excess is the prior day's 4
it("its p-value is the share of absences times an exponential beyond a week", async () => {
  const store = await worldOf(away(31));
  const verdict = await verdictOf(store, dormantReturn, "P00");
  if (verdict.status !== "scored") throw new Error(verdict.reason);
  const share = Number(verdict.evidence.absences_ratio);
  expect(verdict.evidence.mean_excess_days).toBe(4);
  expect(verdict.p_mid).toBeCloseTo(share * Math.exp(-(31 - 7) / 4), 12);
});

it("someone back from a weekend is no lead, and someone never seen before is not judged", async () => {
  expect(await pOf(await worldOf(away(3)), dormantReturn, "P00")).toBeGreaterThan(0.5);
  const joined = await worldOf([...ordinaryWorld(), ...workingDay("N1", TONIGHT, 8)]);
  expect(await verdictOf(joined, dormantReturn, "N1")).toMatchObject({ status: "abstained" });
});
