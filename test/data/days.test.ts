import { describe, expect, it } from "vitest";
import { addDays, daysBetween, eachDay, isDay, lastFullDay } from "../../data/days.js";

describe("days", () => {
  it("a date that does not exist, or is written otherwise, is none", () => {
    expect(["2026-02-28", "2024-02-29"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "2026-2-1", "01.02.2026", "2026-02-01T00:00", ""].some(isDay)).toBe(false);
  });

  it("adding days crosses months and years", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(eachDay("2026-04-29", "2026-05-01")).toEqual(["2026-04-29", "2026-04-30", "2026-05-01"]);
    expect(eachDay("2026-05-02", "2026-05-01")).toEqual([]);
  });

  // Europe/Paris goes from UTC+1 to UTC+2 on 2026-03-29 and back on 2026-10-25.
  it("the last full day follows the zone's midnight across both changes of clock", () => {
    expect(lastFullDay("2026-03-28T22:59:59Z", "Europe/Paris")).toBe("2026-03-27");
    expect(lastFullDay("2026-03-28T23:00:00Z", "Europe/Paris")).toBe("2026-03-28");
    expect(lastFullDay("2026-03-29T21:59:59Z", "Europe/Paris")).toBe("2026-03-28");
    expect(lastFullDay("2026-03-29T22:00:00Z", "Europe/Paris")).toBe("2026-03-29");
    expect(lastFullDay("2026-10-25T22:59:59Z", "Europe/Paris")).toBe("2026-10-24");
    expect(lastFullDay("2026-10-25T23:00:00Z", "Europe/Paris")).toBe("2026-10-25");
  });
});
