import { describe, expect, it } from "vitest";
import { step, told } from "./installation.js";

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
