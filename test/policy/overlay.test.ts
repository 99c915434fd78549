import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readMarking } from "../../data/markings/read.js";
import { afterReviewDays, isChannelFit, needsRightsReview, periodDays } from "../../data/policy/duties.js";
import { policyOf } from "../../data/policy/overlay.js";
import { membersOn, type Policy, SHIPPED_POLICY } from "../../data/policy/policy.js";
import { SHIPPED_PACK } from "../../data/policy/shipped.js";
import { settingsText } from "../../data/sample/settings.js";
import { parseSettings } from "../../data/settings/load.js";

/** The policy of a settings file with this section `policy`. */
const laidOver = (section: string): Policy => policyOf(parseSettings(`policy:\n${section}`, "s.yaml").policy);

const mistake = (section: string): string => {
  try {
    laidOver(section);
  } catch (error) {
    return (error as Error).message;
  }
  return "no mistake found";
};

describe("an operator's policy", () => {
  it("that is not given is the shipped one", () => {
    expect(policyOf(parseSettings("", "s.yaml").policy).pack).toEqual(SHIPPED_PACK);
  });

  it("changes a duty from its day on; the day before, the shipped one holds", () => {
    const policy = laidOver(`
  duties:
    after_review_tiers: [{id: immediate, within_days: 5, valid_from: 2026-05-04, reason: ours, source: ours}]
    periods: [{id: post_sharing_review, days: 90, valid_from: 2026-05-04, reason: ours, source: ours}]
    channels: [{id: courier, highest_level: SECRET, valid_from: 2026-05-04, valid_to: 2026-05-31, reason: ours, source: ours}]`);
    expect(["2026-05-03", "2026-05-04"].map((day) => afterReviewDays(policy, "immediate", day))).toEqual([30, 5]);
    expect(["2026-05-03", "2026-05-04"].map((day) => periodDays(policy, "post_sharing_review", day))).toEqual([
      365, 90,
    ]);
    const carries = (day: string) => isChannelFit(policy, "courier", "TOP SECRET", day);
    expect(["2026-05-03", "2026-05-04", "2026-05-31", "2026-06-01"].map(carries)).toEqual([true, false, false, true]);
    expect(policy.pack.duties.separations).toEqual(SHIPPED_PACK.duties.separations);
  });

  it("adds a duty that the shipped one does not know, from its day on", () => {
    const policy = laidOver(
      "  duties: {rights_review_purposes: [{id: disaster-relief, valid_from: 2026-05-07, reason: ours, source: ours}]}",
    );
    expect(["2026-05-06", "2026-05-07"].map((day) => needsRightsReview(policy, "disaster-relief", day))).toEqual([
      false,
      true,
    ]);
    expect(needsRightsReview(policy, "law-enforcement", "2026-05-07")).toBe(true);
  });

  it("says from which day to which a shipped duty is not owed", () => {
    const policy = laidOver(
      "  not_owed: [{duty: rights_review_purposes, id: border-security, valid_from: 2026-05-01, valid_to: 2026-05-31, reason: ours}]",
    );
    const owed = (day: string) => needsRightsReview(policy, "border-security", day);
    expect(["2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"].map(owed)).toEqual([true, false, false, true]);
  });

  it("adds a group that the reader then knows, for its time", () => {
    const policy = laidOver(
      "  tetragraphs:\n    - {id: XQRT, name: quartet, source: ours, valid_from: 2026-02-01, members: [{nation: XAR}, {nation: XBE, valid_to: 2026-03-01}]}",
    );
    expect(membersOn(policy, "XQRT", "2026-03-01")).toEqual(["XAR", "XBE"]);
    expect(membersOn(policy, "XQRT", "2026-03-02")).toEqual(["XAR"]);
    expect(membersOn(policy, "XQRT", "2026-01-31")).toBeNull();
    const line = "SECRET//REL TO XHM, XQRT";
    const setting = { home: "XHM", day: "2026-02-01" };
    expect(readMarking(line, { ...setting, policy }).is_readable).toBe(true);
    expect(readMarking(line, { ...setting, policy: SHIPPED_POLICY }).is_readable).toBe(false);
  });

  it("as the sample's settings show it in comments is one that can be used", () => {
    const text = settingsText("XHM", "Europe/Vienna").replaceAll(/^# (?=policy:| {2})/gm, "");
    const { policy } = parseSettings(text, "s.yaml");
    expect(Object.values(policy.duties).flat()).toHaveLength(5);
    expect(needsRightsReview(policyOf(policy), "counter-terrorism", "2026-06-01")).toBe(true);
  });

  it("as the readme shows it is one that can be used", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const [block = ""] = /( {4}# yaml-language-server[\s\S]*?)\n\n/.exec(readme) ?? [];
    const { policy } = parseSettings(block.replaceAll(/^ {4}/gm, ""), "README.md");
    expect(afterReviewDays(policyOf(policy), "immediate", "2026-06-01")).toBe(7);
    expect(needsRightsReview(policyOf(policy), "border-security", "2026-06-01")).toBe(false);
    expect(policyOf(policy).pack.duties.authorities).toHaveLength(1);
  });

  it("is named in the version of the whole", () => {
    expect(laidOver('  version: "navy 3"').pack.version).toBe(`${SHIPPED_PACK.version} with navy 3`);
  });

  it("that does not fit is refused by file, line and key", () => {
    expect(
      mistake("  duties:\n    periods:\n      - {id: post_sharing_review, days: 0, reason: r, source: s}"),
    ).toContain("s.yaml:4: policy.duties.periods.0.days: Too small");
    expect(mistake("  duties:\n    periods: [{id: tea_break, days: 1, reason: r, source: s}]")).toContain(
      "s.yaml:3: policy.duties.periods.0.id",
    );
    expect(mistake("  duties:\n    chanels: []")).toContain(
      "s.yaml:3: policy.duties.chanels: no such setting; known here: rights_review_purposes",
    );
    expect(mistake("  duties: {rights_review_purposes: [{id: x, reason: r}]}")).toContain(
      "s.yaml:2: policy.duties.rights_review_purposes.0.source",
    );
    expect(
      mistake("  duties: {rights_review_purposes: [{id: x, reason: r, source: s, valid_from: 2026-02-30}]}"),
    ).toContain("not a date; write it like 2026-01-31");
  });

  it("that contradicts itself is refused with what is wrong", () => {
    const twice = "{id: pigeon, highest_level: SECRET, reason: r, source: s}";
    expect(mistake(`  duties: {channels: [${twice}, ${twice}]}`)).toContain(
      "s.yaml:2: policy.duties.channels: pigeon is declared twice for one day",
    );
    expect(mistake("  not_owed: [{duty: channels, id: pigeon, reason: r}]")).toContain(
      "the shipped policy has no pigeon among its channels",
    );
    expect(
      mistake(
        "  duties: {channels: [{id: pigeon, highest_level: SECRET, valid_from: 2026-02-01, valid_to: 2026-01-01, reason: r, source: s}]}",
      ),
    ).toContain("pigeon ends before it begins");
  });
});
