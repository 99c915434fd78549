import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { delay } from "../../detectors/leads/delay.js";
import { openMemory } from "../store.js";
import { ordinaryRequests, putRequests } from "./requests.js";
import { pOf, TONIGHT, verdictOf } from "./world.js";

const slowedFrom = addDays(TONIGHT, -13);

it("requests of one partner that take four times as long for two weeks are a lead, with its onset", async () => {
  const store = await openMemory();
  await putRequests(
    store,
    ordinaryRequests((request) =>
      request.partner === "XBE" && request.day >= slowedFrom
        ? { ...request, assessed_hours: 4 * request.assessed_hours, decided_hours: 4 * request.decided_hours }
        : request,
    ),
  );
  const verdict = await verdictOf(store, delay, "XBE");
  if (verdict.status !== "scored") throw new Error(verdict.reason);
  expect(verdict.p_mid).toBeLessThan(1e-4);
  expect(verdict.direction).toBe("down");
  const onset = String(verdict.evidence.onset_day);
  expect(onset >= addDays(slowedFrom, -4)).toBe(true);
  expect(onset <= addDays(slowedFrom, 4)).toBe(true);
  expect(await pOf(store, delay, "XAR")).toBeGreaterThan(0.01);
});

it("a partner that has always been four times as slow is no lead", async () => {
  const store = await openMemory();
  await putRequests(
    store,
    ordinaryRequests((request) =>
      request.partner === "XBE"
        ? { ...request, assessed_hours: 4 * request.assessed_hours, decided_hours: 4 * request.decided_hours }
        : request,
    ),
  );
  expect(await pOf(store, delay, "XBE")).toBeGreaterThan(0.01);
});

it("three times as many requests at the usual pace are no delay", async () => {
  const store = await openMemory();
  const usual = ordinaryRequests();
  const more = usual
    .filter(({ partner, day }) => partner === "XBE" && day >= slowedFrom)
    .flatMap((request) => [1, 2].map((copy) => ({ ...request, id: `${request.id}-${copy}` })));
  await putRequests(store, [...usual, ...more]);
  expect(await pOf(store, delay, "XBE")).toBeGreaterThan(0.01);
});

it("five weeks of requests are too few to know anybody's pace by", async () => {
  const store = await openMemory();
  await putRequests(
    store,
    ordinaryRequests().filter(({ day }) => day > addDays(TONIGHT, -35)),
  );
  expect((await verdictOf(store, delay, "XBE")).status).toBe("abstained");
});
