import { describe, expect, expectTypeOf, it } from "vitest";
import type { Suppressed } from "../../../reports/disclosure/suppress.js";
import { PUBLIC_IDS, type PublicId, publicCard } from "../../../reports/public/allowed.js";
import { type PublicContent, PublicFigure, type PublicSlice } from "../../../reports/public/figure.js";
import { PublicLabel } from "../../../reports/public/label.js";
import { sentence } from "../../../reports/public/sentences.js";
import { blank } from "../../../reports/public/telling.js";
import { cellWords } from "../../../reports/public/words.js";
import { QUARTER, settingsOf } from "./world.js";

const THRESHOLD = 10;
const contentOf = (id: PublicId, more: Partial<PublicContent> = {}): PublicContent => ({
  ...blank(id, QUARTER, 1),
  ...more,
});

describe("a public figure, by its type,", () => {
  it("is of the allow-list alone", () => {
    expectTypeOf<"rule_exceptions_per_1000_opportunities">().not.toExtend<PublicId>();
    // @ts-expect-error a metric that is not for the public
    expect(() => PublicFigure.of("rights_audit_findings_count", contentOf("leads_count"))).toThrow();
  });

  it("has no place for a text of a feed: its slices are labels of the settings", () => {
    // @ts-expect-error the name of a tier as a feed has it
    const slice: PublicSlice = { tier: "TOP SECRET" };
    expect(
      () => PublicFigure.of("leads_count", contentOf("leads_count", { slice })).content.slice.tier?.text.length,
    ).toThrow();
    // @ts-expect-error labels are made from settings, not from texts
    expect(() => new PublicLabel("TOP SECRET//SI")).not.toThrow();
    expectTypeOf<PublicContent>().not.toHaveProperty("title");
    expectTypeOf<PublicContent["value"]>().toEqualTypeOf<number | null>();
  });

  it("is told apart by nothing but tier and partner", () => {
    expectTypeOf<keyof PublicSlice>().toEqualTypeOf<"tier" | "partner">();
    // @ts-expect-error a row of a person, a unit or an item has no place
    const slice: PublicSlice = { unit: PublicLabel.published("SEA") };
    expect(Object.keys(slice)).toEqual(["unit"]);
  });
});

describe("a public figure", () => {
  it.each([
    ["a value that is suppressed", { value: 20, suppressed: "primary" }],
    ["a verdict without a value", { verdict: "misses target" }],
    ["a value off its base", { value: 23, base: 5 }],
    ["an interval off its base", { value: 20, base: 5, interval: [18, 25] }],
    ["a feed that is none", { missing_feed: "<script>" }],
    ["a period that is no dates", { period: { first: "Q1", last: "XAR" } }],
    ["a count that is not whole", { n: 3.5 }],
    ["few that is not hidden", { few: "counted" }],
    ["reasons that are not its card's", { excluded: [1, 2, 3, 4] }],
  ] as const satisfies readonly (readonly [string, Partial<PublicContent>])[])("is not made with %s", (_what, more) => {
    expect(() => PublicFigure.of("leads_count", contentOf("leads_count", more))).toThrow("not for the public");
  });

  it("has labels of plain words alone", () => {
    expect(() => PublicLabel.published("<script>")).toThrow();
    expect(() => settingsOf({ tiers: ["<b>urgent</b>"] })).toThrow();
    expect(() => settingsOf({ partners: ["all"] })).toThrow();
    expect(() => settingsOf({ tiers: ["all others"] })).toThrow();
  });
});

const hiddenBy = (suppressed: Suppressed, few: PublicContent["few"] = null) => ({ suppressed, few });

describe("the sentence of a figure", () => {
  it.each(PUBLIC_IDS)("%s says no number where it is hidden, absent or not to be told, but the threshold", (id) => {
    const untold = [
      {},
      { missing_feed: "sharing_steps" },
      hiddenBy("primary"),
      hiddenBy("primary", "counted"),
      hiddenBy("complementary"),
      hiddenBy("primary or complementary"),
      hiddenBy("not publishable"),
    ];
    const said = untold.map((more) => sentence(PublicFigure.of(id, contentOf(id, more)), THRESHOLD));
    expect(new Set(said).size).toBeGreaterThanOrEqual(5);
    for (const text of said) {
      expect(text.replaceAll("1,000", "").match(/\d+/g) ?? []).toEqual((text.match(/\b10\b/g) ?? []).map(() => "10"));
      expect(text).toMatch(/^[A-Z].*\.$/);
    }
    expect(said[0]).toMatch(/cannot be told: /);
    expect(said[1]).toMatch(/was not assessed: no records/);
    expect(said.slice(4).join()).toMatch(/is not published: .*is not published: /);
  });

  it("never reads what was rounded to nought, or to all, as none or all", () => {
    const saying = (id: PublicId, value: number, base: number) => {
      const figure = PublicFigure.of(id, contentOf(id, { value, base }));
      return [cellWords(figure, THRESHOLD), sentence(figure, THRESHOLD)];
    };
    const share = (value: number) => saying("decided_within_target_share", value, 0.01);
    expect(share(0)[0]).toBe("less than 1 %");
    expect(share(1)).toEqual([
      "more than 99 %",
      "Of the requests, more than 99 % were decided within the target time of their urgency.",
    ]);
    expect(saying("requested_to_decided_hours_median", 0, 1)[0]).toBe("less than 1 hour");
    expect(saying("requested_to_decided_hours_median", 1, 1)[0]).toBe("1 hour");
    expect(saying("leads_expected_by_chance", 0, 1)[1]).toBe(
      "Had nothing unusual happened, chance alone would have given less than 1.",
    );
    expect(saying("leads_expected_by_chance", 1, 1)[1]).toContain("given about 1.");
    expect(saying("feeds_absent_count", 0, 1)[1]).toContain("never been delivered: 0.");
  });

  it("names what is few", () => {
    const said = (id: PublicId, few: "counted" | "rest") =>
      sentence(PublicFigure.of(id, contentOf(id, hiddenBy("primary", few))), THRESHOLD);
    expect(said("requests_open_count", "counted")).toBe("Fewer than 10 were still waiting for a decision by its end.");
    expect(said("decided_within_target_share", "rest")).toBe(
      "Of the requests decided, fewer than 10 were decided after the target time of their urgency.",
    );
  });
});

describe("the counting rules of public figures", () => {
  it("have the 90 days of a night in no place, for a period is a calendar's", async () => {
    const { periodWords } = await import("../../../reports/public/allowed.js");
    for (const id of PUBLIC_IDS) {
      const { counting_rule, denominator } = publicCard(id);
      expect(periodWords(`${counting_rule} ${denominator}`)).not.toMatch(/90 days|the night\b/);
    }
  });
});
