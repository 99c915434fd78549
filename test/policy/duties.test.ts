import { describe, expect, it } from "vitest";
import { afterReviewDays, isChannelFit, needsRightsReview, periodDays } from "../../data/policy/duties.js";
import { SHIPPED_POLICY } from "../../data/policy/policy.js";

const DAY = "2026-05-07";

describe("duties owed by default", () => {
  it("law enforcement and border security need a rights review, disaster relief does not", () => {
    const purposes = ["law-enforcement", "border-security", "disaster-relief", "", "constructor"];
    expect(purposes.map((purpose) => needsRightsReview(SHIPPED_POLICY, purpose, DAY))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("only the fast track owes an after-the-fact review", () => {
    expect(["immediate", "priority", "routine"].map((tier) => afterReviewDays(SHIPPED_POLICY, tier, DAY))).toEqual([
      30,
      null,
      null,
    ]);
  });

  it("a channel is fit up to its level, and an unknown one cannot be judged", () => {
    expect(isChannelFit(SHIPPED_POLICY, "tls1.3", "TOP SECRET", DAY)).toBe(true);
    expect(isChannelFit(SHIPPED_POLICY, "none", "UNCLASSIFIED", DAY)).toBe(true);
    expect(isChannelFit(SHIPPED_POLICY, "none", "RESTRICTED", DAY)).toBe(false);
    expect(isChannelFit(SHIPPED_POLICY, "tls1.2", "SECRET", DAY)).toBe(false);
    expect(isChannelFit(SHIPPED_POLICY, "TLS1.0", "UNCLASSIFIED", DAY)).toBe(false);
    expect(isChannelFit(SHIPPED_POLICY, "pigeon", "UNCLASSIFIED", DAY)).toBeNull();
  });

  // 32 CFR 2001.16: classification guides at least every five years; 5 × 365.25 days.
  it("a classification guide is due after five years", () => {
    expect(periodDays(SHIPPED_POLICY, "guide_review", DAY)).toBe(1826);
  });
});
