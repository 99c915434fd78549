import { describe, expect, it } from "vitest";
import { agreement, dutiesOf, event, step, told } from "./installation.js";

const ours = "reason: ours, source: ours";
const cas = { actor_id: "cas", role: "approver", nation: "XHM", time_zone: "Europe/Paris" };
const object = { object_id: "OBJ-1", collection: "MARITIME-1", marking: "SECRET//REL TO XHM, XAR" };
const requested = step("requested", { happened_at: "2026-05-03T08:00:00Z" });

describe("duties as the operator declares them", () => {
  it("an authority that policy gives a role covers its day and class, without any feed of authorities", async () => {
    const approve = (changes: string) =>
      told(
        "approver-authority",
        { actor: [cas], object: [object], sharing_step: [step("approved", { actor_id: "cas" })] },
        { policy: dutiesOf(`{authorities: [{id: a, role: approver, action: approve, ${changes}, ${ours}}]}`) },
      );
    expect(await approve("valid_to: 2026-05-04")).toMatchObject({ holds: 1, broken: 0 });
    expect(await approve("valid_to: 2026-05-03")).toMatchObject({ holds: 0, broken: 1 });
    expect((await approve("max_classification: SECRET")).broken).toBe(0);
    expect((await approve("max_classification: CONFIDENTIAL")).broken).toBe(1);
  });

  it("without a feed and without a declaration authority is not assessed", async () => {
    const found = await told("approver-authority", { actor: [cas], sharing_step: [step("approved")] });
    expect(found).toMatchObject({ broken: 0, notes: ["no authorities feed, and policy declares nobody's authority"] });
  });

  it("a purpose that is declared needs its rights review from that day on", async () => {
    const from = (day: string) =>
      told(
        "rights-review-purpose",
        {
          sharing_step: [
            requested,
            step("approved", { purpose: "disaster-relief" }),
            step("rights_reviewed", { request_id: "RQ-9" }),
          ],
        },
        { policy: dutiesOf(`{rights_review_purposes: [{id: disaster-relief, valid_from: ${day}, ${ours}}]}`) },
      );
    expect((await from("2026-05-04")).broken).toBe(1);
    expect((await from("2026-05-05")).broken).toBe(0);
  });

  it("a period that was shortened on a day counts for releases of that day, not of the day before", async () => {
    const release = (released: string) =>
      told(
        "post-sharing-review",
        {
          sharing_step: [
            step("released", { happened_at: `${released}T10:00:00Z` }),
            step("reviewed", { request_id: "RQ-9" }),
          ],
        },
        { policy: dutiesOf(`{periods: [{id: post_sharing_review, days: 10, valid_from: 2026-04-01, ${ours}}]}`) },
      );
    expect((await release("2026-04-01")).broken).toBe(1);
    expect((await release("2026-03-31")).broken).toBe(0);
  });

  it("a tier that owes a review for some days owes it for releases of those days alone", async () => {
    const release = (released: string) =>
      told(
        "after-the-fact-review",
        {
          sharing_step: [
            step("released", { tier: "priority", happened_at: `${released}T10:00:00Z` }),
            step("reviewed", { request_id: "RQ-9" }),
          ],
        },
        {
          policy: dutiesOf(
            `{after_review_tiers: [{id: priority, within_days: 3, valid_from: 2026-04-01, valid_to: 2026-04-30, ${ours}}]}`,
          ),
        },
      );
    expect((await release("2026-04-30")).broken).toBe(1);
    expect((await release("2026-05-01")).broken).toBe(0);
    expect((await release("2026-03-31")).broken).toBe(0);
  });

  it("a channel's class is the one of the day", async () => {
    const over = (from: string) =>
      told(
        "channel",
        { event: [event({ action: "share", partner: "XAR", channel: "courier" })] },
        { policy: dutiesOf(`{channels: [{id: courier, highest_level: CONFIDENTIAL, valid_from: ${from}, ${ours}}]}`) },
      );
    expect((await over("2026-05-04")).broken).toBe(1);
    expect((await over("2026-05-05")).broken).toBe(0);
  });

  it("material is kept as long as policy says where the agreement is silent", async () => {
    const kept = (days: number) =>
      told(
        "retention-overrun",
        {
          actor: [{ actor_id: "bea", nation: "XAR", time_zone: "Europe/Paris", active_from: "2025-01-01" }],
          agreement: [agreement({ retention_days: null })],
          sharing_step: [step("received", { happened_at: "2026-04-04T10:00:00Z" })],
          event: [event({ actor_id: "bea", partner: "XAR" })],
        },
        { policy: dutiesOf(`{periods: [{id: retention, days: ${days}, ${ours}}]}`) },
      );
    expect(await kept(30)).toMatchObject({ holds: 1, broken: 0 });
    expect(await kept(29)).toMatchObject({ holds: 0, broken: 1 });
  });
});
