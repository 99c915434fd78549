import { describe, expect, it } from "vitest";
import { exclusionIds, lintCards } from "../../../reports/metrics/card.js";
import { chapters, metrics } from "../../../reports/metrics/index.js";

/** Ids that programs rely on. Source: the contract of metrics.json. */
const CONTRACT_IDS = [
  "requested_to_decided_hours_median",
  "requested_to_decided_hours_p90",
  "decided_within_target_share",
  "requests_open_count",
  "requests_received_count",
  "requests_decided_count",
  "exceptions_per_1000_releases",
  "leads_count",
  "leads_expected_by_chance",
];

const FEEDS = [
  "access",
  "actors",
  "objects",
  "agreements",
  "entitlements",
  "sharing_steps",
  "consents",
  "feedback",
  "authorities",
  "obligations",
  "recommendations",
  "incidents",
  "exercises",
  "calendar",
  "tiers",
  "dispositions",
];

describe("the cards of all metrics", () => {
  const cards = metrics.map(({ card }) => card);

  it("have no fault, and no two share an id", () => expect(lintCards(cards)).toEqual([]));

  it("have every id of the contract, by partner and by tier", () => {
    for (const id of CONTRACT_IDS)
      expect(cards.find((card) => card.id === id)?.slices).toEqual(expect.arrayContaining(["partner", "tier"]));
  });

  it("need feeds that there are", () => {
    for (const card of cards) expect(FEEDS).toEqual(expect.arrayContaining(card.needs));
  });

  it("name the unit in the id where there is one", () => {
    const mark = {
      "calendar hours": /hours/,
      "calendar days": /days/,
      share: /share|p_value/,
      count: /count|chance/,
      "per 1000": /per_1000/,
    };
    for (const { id, unit } of cards) if (unit in mark) expect(id).toMatch(mark[unit as keyof typeof mark]);
  });

  it("say why nothing is left out, or what is", () => {
    for (const card of cards) if (exclusionIds(card).length === 0) expect(card.exclusions).toHaveProperty("none");
  });

  it("say nothing of guilt", () => {
    for (const card of cards)
      expect([card.title, card.question, card.counting_rule].join(" ")).not.toMatch(
        /\b(guilty|violat|offend|breach|culprit)/i,
      );
  });

  it("stand in one chapter each", () => {
    const listed = chapters.flatMap((chapter) => chapter.metrics.map(({ card }) => card.id));
    expect(new Set(listed).size).toBe(listed.length);
  });
});
