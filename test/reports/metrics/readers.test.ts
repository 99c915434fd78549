import { describe, expect, it } from "vitest";
import { type Computed, computed, type Feeds, NIGHT, worldOf } from "./world.js";

const of = async (feeds: Feeds): Promise<Computed["of"]> => (await computed(await worldOf(feeds))).of;

describe("those who read the flags", () => {
  const flag = (flag_id: string, first_night: string, queue = "leads") => {
    return {
      ...{
        flag_id,
        queue,
        detector: "volume-surge",
        entity_type: "actor",
        entity_id: flag_id,
        first_day: first_night,
        first_night,
      },
    };
  };
  const decision = (flag_id: string, decided_at: string, seconds_to_look: number | null) => ({
    ...{
      decision_id: `D-${flag_id}`,
      journal_line: 1,
      flag_id,
      night: null,
      decided_at,
      reviewer: "r",
      role: "reviewer",
    },
    ...{ disposition: "explained", reason: "leave", seconds_to_look, seconds_spent: null, origin: "web" },
    ...{ is_second: false, is_blind: false, wants_second: false },
  });

  it("look first when the look was recorded; a flag without a decision has not been looked at", async () => {
    const flags = [flag("F1", "2026-05-30"), flag("F2", "2026-06-01"), flag("F3", "2026-06-02")];
    const figures = await of({
      event: [],
      flag: flags,
      decision: [decision("F1", "2026-06-01T00:00:00Z", 7200), decision("F2", "2026-06-03T00:00:00Z", 14_400)],
    });
    // Looked at after 2 h and 4 h; the third stands since the end of 2 June, 24 h: half by 4 h.
    expect(figures("flag_listed_to_first_look_hours_median")).toMatchObject({ n: 3, value: 4 });
    expect(figures("flags_untouched_age_days_median")).toMatchObject({ n: 1, value: 1 });
  });

  it("have a backlog whose age counts from the night it was listed, blind cases aside", async () => {
    const flags = [
      flag("F1", "2026-04-01"),
      flag("F2", "2026-06-02"),
      flag("F3", "2026-06-03"),
      flag("F4", "2026-01-01", "audit"),
    ];
    const figures = await of({ event: [], flag: flags });
    expect(figures("flags_untouched_age_days_median")).toMatchObject({ n: 3, value: 1 });
    expect(figures("flags_untouched_age_days_highest")).toMatchObject({ n: 3, value: 63 });
  });

  // Three flags over one night of ten: 0.3; R's poisson.test(3)$conf.int is 0.6186721 to 8.7672731.
  it("are held against what the settings say they can read, with the exact Poisson interval", async () => {
    const flags = [flag("F1", "2026-06-01"), flag("F2", "2026-06-02"), flag("F3", "2026-06-03")];
    const price = { night: NIGHT, queue: "leads", tested_count: 100, expected_false_count: 0.2, opened_count: 3 };
    const figures = await of({ event: [], flag: flags, night_price: [price] });
    const index = figures("reviewer_workload_index");
    expect(index).toMatchObject({ n: 3, value: 0.3, target: 1, verdict: "meets target" });
    expect(index.interval?.[0]).toBeCloseTo(0.06186721, 6);
    expect(index.interval?.[1]).toBeCloseTo(0.87672731, 6);
  });
});
