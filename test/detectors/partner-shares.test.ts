import { describe, expect, it } from "vitest";
import { addDays } from "../../data/days.js";
import { approverConcentration, hurriedApproval } from "../../detectors/leads/approvals.js";
import { reciprocity } from "../../detectors/leads/reciprocity.js";
import { requestCollections, requestPurposes, requestTiers } from "../../detectors/leads/request-mix.js";
import { openMemory } from "../store.js";
import { ordinaryRequests, putRequests, type TestRequest } from "./requests.js";
import { pOf, TONIGHT } from "./world.js";

async function world(change: (request: TestRequest) => TestRequest) {
  const store = await openMemory();
  await putRequests(store, ordinaryRequests(change));
  return store;
}

const lately = ({ partner, day }: TestRequest, nights: number) => partner === "XBE" && day > addDays(TONIGHT, -nights);

describe("what a partner asks for", () => {
  it("all requests of ten days for one purpose of three are a lead", async () => {
    const store = await world((request) => (lately(request, 10) ? { ...request, purpose: "border" } : request));
    expect(await pOf(store, requestPurposes, "XBE")).toBeLessThan(1e-5);
    expect(await pOf(store, requestPurposes, "XAR")).toBeGreaterThan(0.01);
  });

  it("twice as many requests for the usual purposes are no lead", async () => {
    const store = await openMemory();
    const usual = ordinaryRequests();
    const again = usual
      .filter((request) => lately(request, 10))
      .map((request) => ({ ...request, id: `${request.id}-2` }));
    await putRequests(store, [...usual, ...again]);
    expect(await pOf(store, requestPurposes, "XBE")).toBeGreaterThan(0.01);
  });

  it("ten days in which everything is urgent are a lead", async () => {
    const store = await world((request) => (lately(request, 10) ? { ...request, tier: "priority" } : request));
    expect(await pOf(store, requestTiers, "XBE")).toBeLessThan(1e-5);
  });

  it("a partner that always asks urgently is no lead", async () => {
    const store = await world((request) => (request.partner === "XBE" ? { ...request, tier: "priority" } : request));
    expect(await pOf(store, requestTiers, "XBE")).toBeGreaterThan(0.01);
  });
});

describe("the material that a partner asks for", () => {
  /** Every request asks for an item of one of six collections, by hash. */
  async function asking(collectionOf: string) {
    const store = await world((request) => request);
    await store.run("UPDATE sharing_step SET object_id = 'O-' || request_id");
    await store.run(`UPDATE object SET collection = ${collectionOf}`, { night: TONIGHT });
    return store;
  }
  const USUAL = "'C' || hash(object_id) % 6";

  it("one collection of six in all requests of ten days is a lead", async () => {
    const store = await asking(
      `CASE WHEN originator = 'XBE' AND created_at > $night::DATE - 10 THEN 'C0' ELSE ${USUAL} END`,
    );
    expect(await pOf(store, requestCollections, "XBE")).toBeLessThan(1e-5);
    expect(await pOf(store, requestCollections, "XAR")).toBeGreaterThan(0.01);
  });

  it("a partner that has always asked for one collection is none", async () => {
    const store = await asking(`CASE WHEN originator = 'XBE' AND $night IS NOT NULL THEN 'C0' ELSE ${USUAL} END`);
    expect(await pOf(store, requestCollections, "XBE")).toBeGreaterThan(0.01);
  });
});

describe("giving and receiving", () => {
  const without = (nights: number) => async () => {
    const store = await world((request) => request);
    await store.run("DELETE FROM object WHERE originator = 'XBE' AND created_at > $night::DATE - $nights::INTEGER", {
      night: TONIGHT,
      nights,
    });
    return store;
  };

  it("a partner that gives nothing for three weeks while it receives as ever is a lead", async () => {
    expect(await pOf(await without(21)(), reciprocity, "XBE")).toBeLessThan(1e-4);
  });

  it("items registered long before the first request do not make the beginning of requests a change", async () => {
    const store = await openMemory();
    await putRequests(store, ordinaryRequests());
    await store.run("DELETE FROM sharing_step WHERE happened_at < ($night::DATE - 60)::TIMESTAMPTZ", {
      night: TONIGHT,
    });
    expect(await pOf(store, reciprocity, "XBE")).toBeGreaterThan(0.01);
  });

  it("a partner that has never given anything is no lead", async () => {
    expect(await pOf(await without(400)(), reciprocity, "XBE")).toBeGreaterThan(0.01);
  });
});

describe("approvers", () => {
  const tonight = ({ day, approver }: TestRequest) => day > addDays(TONIGHT, -3) && approver === "B1";

  it("an approver who decides within a minute of every assessment, three nights running, is a lead", async () => {
    const store = await world((request) =>
      tonight(request)
        ? { ...request, assessed_hours: 0.5, decided_hours: 0.51, hour: Math.min(request.hour, 20) }
        : request,
    );
    expect(await pOf(store, hurriedApproval, "B1")).toBeLessThan(1e-4);
    expect(await pOf(store, hurriedApproval, "B2")).toBeGreaterThan(0.005);
  });

  it("decisions of the same night whose work took its time are no lead", async () => {
    const store = await world((request) =>
      tonight(request)
        ? { ...request, assessed_hours: 0.01, decided_hours: 3.5, hour: Math.min(request.hour, 20) }
        : request,
    );
    expect(await pOf(store, hurriedApproval, "B1")).toBeGreaterThan(0.01);
  });

  it("one of four approvers who takes every decision of a week is a lead", async () => {
    const store = await world((request) =>
      request.day > addDays(TONIGHT, -9) ? { ...request, approver: "B1" } : request,
    );
    expect(await pOf(store, approverConcentration, "B1")).toBeLessThan(1e-5);
  });

  it("one who has always taken most of them is no lead", async () => {
    const store = await world((request) => (request.approver !== "B0" ? { ...request, approver: "B1" } : request));
    expect(await pOf(store, approverConcentration, "B1")).toBeGreaterThan(0.01);
  });
});
