import { expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import type { Store } from "../../data/store/store.js";
import { approvalOdds } from "../../detectors/leads/approval-odds.js";
import { approverPair } from "../../detectors/leads/approver-pair.js";
import { openMemory } from "../store.js";
import { ordinaryRequests, putRequests } from "./requests.js";
import { pOf, TONIGHT, verdictOf } from "./world.js";

/** Requests of thirty people, decided by four; one in ten refused. Everything decided within the hour, so that days are those of the request. */
async function world(): Promise<Store> {
  const store = await openMemory();
  await putRequests(
    store,
    ordinaryRequests((request) => ({ ...request, hour: 9, assessed_hours: 1, decided_hours: 2 })),
  );
  await store.run("UPDATE sharing_step SET actor_id = 'A' || hash(request_id, 1) % 30 WHERE step = 'requested'");
  await store.run("UPDATE sharing_step SET step = 'denied' WHERE step = 'approved' AND hash(request_id, 2) % 10 = 0");
  return store;
}

const LATELY = "happened_at >= $first::DATE";
const since = (nights: number) => ({ first: addDays(TONIGHT, 1 - nights) });

it("an approver who comes to refuse half of what is put to them in a week is unusual, and the others are not", async () => {
  const store = await world();
  await store.run(
    `UPDATE sharing_step SET step = 'denied'
     WHERE step = 'approved' AND actor_id = 'B1' AND hash(request_id, 3) % 3 > 0 AND ${LATELY}`,
    since(7),
  );
  expect(await pOf(store, approvalOdds, "B1")).toBeLessThan(1e-3);
  expect(await pOf(store, approvalOdds, "B2")).toBeGreaterThan(0.01);
});

it("an approver who has always refused two in three is none", async () => {
  const store = await world();
  await store.run(
    "UPDATE sharing_step SET step = 'denied' WHERE step = 'approved' AND actor_id = 'B1' AND hash(request_id, 3) % 3 > 0",
  );
  expect(await pOf(store, approvalOdds, "B1")).toBeGreaterThan(0.01);
});

const TOGETHER = `
  UPDATE sharing_step SET actor_id = 'B1'
  WHERE step IN ('approved', 'denied')
    AND request_id IN (SELECT request_id FROM sharing_step WHERE step = 'requested' AND actor_id = 'A7')
`;

/** One of A7's requests is decided tonight, so that the pair is before the judge. */
const TONIGHTS =
  "UPDATE sharing_step SET actor_id = 'A7' WHERE step = 'requested' AND request_id = 'R-XAR-' || $night || '-0'";

it("one person's requests of four weeks, all decided by one of four approvers, are a lead that names the person", async () => {
  const store = await world();
  await store.run(TONIGHTS, { night: TONIGHT });
  await store.run(`${TOGETHER} AND ${LATELY}`, since(28));
  expect(await pOf(store, approverPair, "B1")).toBeLessThan(1e-3);
  const verdict = await verdictOf(store, approverPair, "B1");
  expect(verdict.status === "scored" && verdict.evidence.related_actor_ids).toEqual(["A7"]);
});

it("a pair that has always worked together is none", async () => {
  const store = await world();
  await store.run(TONIGHTS, { night: TONIGHT });
  await store.run(TOGETHER);
  expect(await pOf(store, approverPair, "B1")).toBeGreaterThan(0.01);
});

it("an approver who takes everybody's requests is no pair", async () => {
  const store = await world();
  await store.run("UPDATE sharing_step SET actor_id = 'B1' WHERE step IN ('approved', 'denied')");
  expect(await pOf(store, approverPair, "B1")).toBeGreaterThan(0.01);
});
