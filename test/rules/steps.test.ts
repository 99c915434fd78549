import { describe, expect, it } from "vitest";
import { agreement, event, step, told } from "./installation.js";

const at = (time: string) => ({ happened_at: `2026-05-04T${time}Z` });
const requested = step("requested", { happened_at: "2026-05-03T08:00:00Z" });
const object = (changes = {}) => ({
  object_id: "OBJ-1",
  collection: "MARITIME-1",
  marking: "SECRET//REL TO XHM, XAR",
  ...changes,
});

describe("two persons for two steps", () => {
  const request = (approver: string, releaser: string) => [
    step("requested", { actor_id: "bea", happened_at: "2026-05-03T08:00:00Z" }),
    step("approved", { actor_id: approver, happened_at: "2026-05-04T08:00:00Z" }),
    step("released", { actor_id: releaser, happened_at: "2026-05-04T09:00:00Z" }),
  ];

  it("approval and release by one person is an exception about that person; by two it is none", async () => {
    const one = await told("separation", { sharing_step: request("cas", "cas") });
    expect(one.exceptions.map(({ entity_id, observed }) => [entity_id, observed])).toEqual([["cas", 1]]);
    expect(one.exceptions[0]?.related).toContainEqual({ entity_type: "request", entity_id: "RQ-1" });
    expect(await told("separation", { sharing_step: request("cas", "dan") })).toMatchObject({ holds: 2, broken: 0 });
  });

  it("request and approval by one person is an exception", async () => {
    const { exceptions } = await told("separation", { sharing_step: request("bea", "dan") });
    expect(exceptions.map(({ entity_id }) => entity_id)).toEqual(["bea"]);
  });

  it("an approval that is recorded after the release is seen all the same", async () => {
    const found = await told("separation", {
      sharing_step: [
        step("released", { actor_id: "cas", happened_at: "2026-05-01T08:00:00Z" }),
        step("approved", { actor_id: "cas", happened_at: "2026-05-04T08:00:00Z" }),
      ],
    });
    expect(found.broken).toBe(1);
  });

  it("a step that names nobody leaves it undetermined", async () => {
    const found = await told("separation", {
      sharing_step: [
        step("approved", { actor_id: null, happened_at: "2026-05-03T08:00:00Z" }),
        step("released", { actor_id: "dan" }),
      ],
    });
    expect(found).toMatchObject({ holds: 0, broken: 0, undetermined: 1 });
  });
});

describe("approval before release", () => {
  it("to the second: an approval one second after the release is an exception", async () => {
    const release = (approved: string) =>
      told("release-approval", {
        sharing_step: [requested, step("approved", at(approved)), step("released", at("10:00:00"))],
      });
    expect(await release("10:00:00")).toMatchObject({ holds: 1, broken: 0 });
    expect(await release("10:00:01")).toMatchObject({ holds: 0, broken: 1 });
  });

  it("a release without any is an exception, and undetermined where the request's beginning is not on record", async () => {
    expect((await told("release-approval", { sharing_step: [requested, step("released")] })).broken).toBe(1);
    expect((await told("release-approval", { sharing_step: [step("released")] })).undetermined).toBe(1);
  });

  it("what is recorded after the night does not yet count", async () => {
    const later = step("approved", { happened_at: "2026-05-04T22:00:00Z" });
    const { exceptions } = await told("release-approval", { sharing_step: [requested, step("released"), later] });
    expect(exceptions[0]?.summary).toContain("no approval is on record");
  });
});

describe("the risk assessment before a first flow", () => {
  const flow = (assessed: string | null) =>
    told("first-flow-assessment", {
      object: [object()],
      sharing_step: [
        requested,
        step("released", at("10:00:00")),
        ...(assessed === null ? [] : [step("risk_assessed", { happened_at: assessed })]),
        step("risk_assessed", { partner: "XBE", request_id: "RQ-9", happened_at: "2026-05-02T08:00:00Z" }),
      ],
    });

  it("one second before the flow is in time and one second after is an exception", async () => {
    expect(await flow("2026-05-04T09:59:59Z")).toMatchObject({ holds: 1, broken: 0 });
    expect(await flow("2026-05-04T10:00:01Z")).toMatchObject({ holds: 0, broken: 1 });
    expect((await flow(null)).exceptions[0]).toMatchObject({ entity_type: "partner", entity_id: "XAR" });
  });

  it("is valid for a year and not for a day more", async () => {
    expect((await flow("2025-05-04T10:00:00Z")).broken).toBe(0);
    expect((await flow("2025-05-03T10:00:00Z")).broken).toBe(1);
  });

  it("is not asked of a later flow of the same kind", async () => {
    const found = await told("first-flow-assessment", {
      object: [object()],
      sharing_step: [
        requested,
        step("released", { request_id: "RQ-0", happened_at: "2026-05-01T10:00:00Z" }),
        step("released"),
        step("risk_assessed", { partner: "XBE", request_id: "RQ-9" }),
      ],
    });
    expect(found).toMatchObject({ holds: 1, broken: 0 });
  });
});

describe("the rights review of a purpose", () => {
  const approve = (purpose: string, reviewed: string) =>
    told("rights-review-purpose", {
      sharing_step: [
        requested,
        step("rights_reviewed", { purpose, ...at(reviewed) }),
        step("approved", { purpose, ...at("10:00:00") }),
      ],
    });

  it("comes before the approval, to the second, where policy asks for it", async () => {
    expect(await approve("law-enforcement", "10:00:00")).toMatchObject({ holds: 1, broken: 0 });
    expect(await approve("law-enforcement", "10:00:01")).toMatchObject({ holds: 0, broken: 1 });
    expect(await approve("disaster-relief", "10:00:01")).toMatchObject({ holds: 1, broken: 0 });
  });

  it("is not assessed where none was ever recorded", async () => {
    const found = await told("rights-review-purpose", {
      sharing_step: [requested, step("approved", { purpose: "law-enforcement" })],
    });
    expect(found).toMatchObject({ broken: 0, notes: ["no rights review has ever been recorded"] });
  });
});

describe("the agreement's purposes", () => {
  it("a purpose that it names holds, another is an exception", async () => {
    const approve = (purpose: string) =>
      told("agreement-purpose", {
        agreement: [agreement({ purposes: '["counter-terrorism", "disaster-relief"]' })],
        sharing_step: [step("approved", { purpose })],
      });
    expect(await approve("disaster-relief")).toMatchObject({ holds: 1, broken: 0 });
    expect(await approve("border-security")).toMatchObject({ holds: 0, broken: 1 });
  });
});

describe("authority", () => {
  const approve = (authority: object, marking = "SECRET//REL TO XHM, XAR") =>
    told("approver-authority", {
      actor: [{ actor_id: "cas", role: "approver", nation: "XHM", time_zone: "Europe/Paris" }],
      object: [object({ marking })],
      authority: [{ role: "approver", action: "approve", valid_from: "2026-01-01", ...authority }],
      sharing_step: [step("approved", { actor_id: "cas" })],
    });

  it("that ends on a day covers it and not the day after", async () => {
    expect(await approve({ valid_to: "2026-05-04" })).toMatchObject({ holds: 1, broken: 0 });
    expect(await approve({ valid_to: "2026-05-03" })).toMatchObject({ holds: 0, broken: 1 });
  });

  it("reaches its class and not the next", async () => {
    expect((await approve({ max_classification: "SECRET" })).broken).toBe(0);
    expect((await approve({ max_classification: "SECRET" }, "TOP SECRET//REL TO XHM, XAR")).broken).toBe(1);
  });

  it("reaches its collections and no other", async () => {
    expect((await approve({ collections: '["MARITIME-1"]' })).broken).toBe(0);
    expect((await approve({ collections: '["MARITIME-2"]' })).broken).toBe(1);
  });

  it("of another role or to another action is none", async () => {
    expect((await approve({ role: "releaser" })).broken).toBe(1);
    expect(await approve({ action: "release" })).toMatchObject({ broken: 0, undetermined: 1 });
  });
});

describe("reviews afterwards", () => {
  const fast = (released: string, ...others: object[]) =>
    told("after-the-fact-review", {
      sharing_step: [
        step("released", { tier: "immediate", happened_at: `${released}T10:00:00Z` }),
        step("reviewed", { request_id: "RQ-9", tier: "routine" }),
        ...others.map((changes) => step("reviewed", { tier: "immediate", ...changes })),
      ],
    });

  it("a fast-track release is due for thirty days and overdue on the day after", async () => {
    expect((await fast("2026-04-04")).broken).toBe(0);
    const overdue = await fast("2026-04-03");
    expect(overdue.exceptions[0]).toMatchObject({ entity_id: "XAR", observed: 1, first_day: "2026-05-04" });
    expect(await fast("2026-04-03", at("09:00:00"))).toMatchObject({ holds: 1, broken: 0 });
  });

  it("every other release is due for a year", async () => {
    const share = (released: string) =>
      told("post-sharing-review", {
        sharing_step: [
          step("released", { happened_at: `${released}T10:00:00Z` }),
          step("reviewed", { request_id: "RQ-9" }),
        ],
      });
    expect((await share("2025-05-04")).broken).toBe(0);
    expect((await share("2025-05-03")).broken).toBe(1);
  });

  it("none is owed where no review was ever recorded: not assessed, said once", async () => {
    const found = await told("after-the-fact-review", {
      sharing_step: [step("released", { tier: "immediate", happened_at: "2026-01-01T10:00:00Z" })],
    });
    expect(found).toMatchObject({ broken: 0, notes: ["no review after a release has ever been recorded"] });
  });

  it("an agreement is due on its day of review and overdue the day after", async () => {
    const due = (review_due: string) => told("agreement-review", { agreement: [agreement({ review_due })] });
    expect(await due("2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await due("2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
  });
});

describe("custody", () => {
  const begun = step("requested", { request_id: "RQ-0", happened_at: "2026-01-01T08:00:00Z" });

  it("names the missing link", async () => {
    const found = await told("custody", { sharing_step: [begun, requested, step("received")] });
    expect(found.exceptions[0]).toMatchObject({ entity_type: "request", entity_id: "RQ-1" });
    expect(found.exceptions[0]?.summary).toContain("released: it is missing before received");
  });

  it("a link in its place holds, to the second", async () => {
    const received = (time: string) =>
      told("custody", {
        sharing_step: [begun, requested, step("released", at("10:00:00")), step("received", at(time))],
      });
    expect((await received("10:00:00")).broken).toBe(0);
    expect((await received("09:59:59")).broken).toBe(1);
  });

  it("a request that may have begun before the record is undetermined", async () => {
    expect(await told("custody", { sharing_step: [step("released")] })).toMatchObject({ broken: 0, undetermined: 1 });
  });

  it("an item that the register does not know has no beginning", async () => {
    const found = await told("custody", {
      object: [object({ object_id: "OBJ-2" })],
      sharing_step: [begun, requested, step("released")],
    });
    expect(found.exceptions[0]?.summary).toContain("created: the item that was released is not in the register");
  });
});

describe("retention", () => {
  const bea = { actor_id: "bea", nation: "XAR", time_zone: "Europe/Paris", active_from: "2025-01-01" };
  const held = (received: string) =>
    told("retention-overrun", {
      actor: [bea],
      agreement: [agreement({ retention_days: 30 })],
      sharing_step: [step("received", { happened_at: `${received}T10:00:00Z` })],
      event: [event({ actor_id: "bea", partner: "XAR" })],
    });

  it("thirty days after receipt an item may be opened, and on the day after not", async () => {
    expect(await held("2026-04-04")).toMatchObject({ holds: 1, broken: 0 });
    expect((await held("2026-04-03")).exceptions[0]).toMatchObject({ entity_id: "XAR", event_count: 1 });
  });

  const destroyed = [object({ object_id: "OBJ-9", destroyed_at: "2026-01-02" })];
  it("destruction is attested within thirty days of its day", async () => {
    const owed = (destroy_by: string, destroyed_at: string | null) =>
      told("destruction-attested", { object: [...destroyed, object({ destroy_by, destroyed_at })] });
    expect((await owed("2026-04-04", null)).broken).toBe(0);
    expect((await owed("2026-04-03", null)).exceptions[0]).toMatchObject({ entity_id: "XHM", observed: 1 });
    expect((await owed("2026-04-03", "2026-05-04")).broken).toBe(0);
    expect((await owed("2026-04-03", "2026-05-05")).broken).toBe(1);
  });

  it("a partner attests its own copy", async () => {
    const owed = (...steps: string[]) =>
      told("destruction-by-partner", {
        object: [object({ destroy_by: "2026-04-03" })],
        sharing_step: [
          step("received", { happened_at: "2026-03-01T10:00:00Z" }),
          step("destroyed", { request_id: "RQ-9" }),
          ...steps.map((name) => step(name)),
        ],
      });
    expect((await owed()).exceptions[0]).toMatchObject({ entity_id: "XAR", observed: 1 });
    expect((await owed("destroyed")).broken).toBe(0);
  });

  it("is not assessed where no item ever carried a day of destruction", async () => {
    const found = await told("destruction-attested", { object: [object({ destroy_by: "2026-01-01" })] });
    expect(found).toMatchObject({
      broken: 0,
      notes: ["no item has ever carried the day on which it was destroyed"],
    });
  });
});
