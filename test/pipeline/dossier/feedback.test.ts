import { describe, expect, it } from "vitest";
import type { Store } from "../../../data/store/store.js";
import { insertRows } from "../../../data/store/writer.js";
import { feedbackOf, precisionFor } from "../../../pipeline/dossier/feedback.js";
import { feedback } from "../../../reports/flags/feedback.js";
import { openMemory } from "../../store.js";

const NIGHT = "2026-05-04";
const HOSTILE = "<script>x</script>";

async function decided(): Promise<Store> {
  const store = await openMemory();
  const suppression = {
    suppression_id: "S1",
    owner: "kim",
    created_at: "2026-05-01T08:00:00Z",
    detector: "off-hours",
    reason: HOSTILE,
    starts_on: "2026-05-02",
    expires_on: "2026-05-04",
    ended_at: null,
    ended_by: null,
    ended_reason: null,
  };
  await insertRows(store, "suppression", [
    suppression,
    { ...suppression, suppression_id: "S2", expires_on: "2026-05-03" },
    { ...suppression, suppression_id: "S3", ended_at: "2026-05-04T08:00:00Z", ended_by: "lee", ended_reason: "over" },
  ]);
  const hidden = { suppression_id: "S1", detector: "off-hours", entity_type: "actor", entity_id: "ann", p_value: 1e-4 };
  await insertRows(store, "suppressed_case", [
    { ...hidden, night: "2026-05-03", flag_id: "F1", is_audited: true },
    { ...hidden, night: NIGHT, flag_id: "F1", is_audited: false },
    { ...hidden, night: NIGHT, flag_id: "F2", is_audited: false },
    { ...hidden, night: "2026-05-05", flag_id: "F3", is_audited: false },
  ]);
  await insertRows(store, "precision_estimate", [
    {
      night: NIGHT,
      detector: "refusals",
      stratum: "service account",
      confirmed_count: 1,
      decided_count: 9,
      undetermined_count: 2,
      nominal: 0.6,
      estimate: 0.262,
      low: 0.1,
      high: 0.46,
      order_factor: 0.5,
      expires_on: "2026-10-01",
    },
  ]);
  await insertRows(store, "detection_estimate", [
    { night: NIGHT, quantity: "miss_rate", value: 0.25, low: 0.1, high: 0.6, sampled_count: 8, note: "n" },
  ]);
  return store;
}

describe("what reviewers' decisions do to a night", () => {
  it("names the suppressions that are in force on it, and counts what each has hidden up to it", async () => {
    const store = await decided();
    const { suppressions } = await feedbackOf(store, NIGHT, "Europe/Paris");
    expect(suppressions.map(({ suppression_id }) => suppression_id)).toEqual(["S1"]);
    expect(suppressions[0]).toMatchObject({
      hidden_tonight_count: 2,
      hidden_episode_count: 2,
      audited_episode_count: 1,
    });
    store.close();
  });

  it("stands on the page: estimate, interval, factor and day of expiry, and nothing that a reviewer wrote as markup", async () => {
    const store = await decided();
    const shown = await feedbackOf(store, NIGHT, "Europe/Paris");
    const page = feedback(shown).markup;
    for (const part of ["1 of 9, 2 undetermined", "26 %", "10 % to 46 %", "× 0.50", "1 October 2026", "25 %", "kim"])
      expect(page).toContain(part);
    expect(page).not.toContain(HOSTILE);
    store.close();
  });

  it("orders a lead by the estimate of its own detector and group, and by no other", async () => {
    const store = await decided();
    const shown = await feedbackOf(store, NIGHT, "Europe/Paris");
    expect(precisionFor(shown, { detector: "refusals", stratum: "service account" })?.order_factor).toBe(0.5);
    expect(precisionFor(shown, { detector: "refusals", stratum: "person of the home nation" })).toBeNull();
    store.close();
  });
});
