import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { requestSurge } from "../../detectors/leads/request-surge.js";
import { openMemory } from "../store.js";
import { ordinaryRequests, putRequests, type TestRequest } from "./requests.js";
import { pOf, TONIGHT } from "./world.js";

/** The usual requests, with those that `isMore` names made three times. */
async function world(isMore: (request: TestRequest) => boolean) {
  const store = await openMemory();
  const usual = ordinaryRequests();
  const more = usual.filter(isMore);
  const copies = ["a", "b"].flatMap((copy) => more.map((request) => ({ ...request, id: `${request.id}-${copy}` })));
  await putRequests(store, [...usual, ...copies]);
  return store;
}

const lately = ({ day }: TestRequest) => day > addDays(TONIGHT, -5);

it("three times as many requests of one partner for five days are a lead of that partner alone", async () => {
  const store = await world((request) => lately(request) && request.partner === "XBE");
  expect(await pOf(store, requestSurge, "XBE")).toBeLessThan(1e-4);
  expect(await pOf(store, requestSurge, "XAR")).toBeGreaterThan(0.01);
});

it("the same rise of every partner is no lead of any", async () => {
  expect(await pOf(await world(lately), requestSurge, "XBE")).toBeGreaterThan(0.01);
});

it("a partner that has always asked for three times as much is none", async () => {
  expect(await pOf(await world(({ partner }) => partner === "XBE"), requestSurge, "XBE")).toBeGreaterThan(0.01);
});
