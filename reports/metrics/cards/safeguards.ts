import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { COMPARED, shareMetric } from "../tally.js";
import { RELEASES } from "./releases.js";
import { cardOf } from "./words.js";

/** The urgent path is the tier with the shortest target hours. */
const URGENT_REVIEWED = /* sql */ `
  SELECT partner,
    (count(*) FILTER (reviewed_at > released_at AND ((SELECT count(reviewed_at) FROM request_life) > 0)))::INTEGER AS numerator,
    (count(*) FILTER ((SELECT count(reviewed_at) FROM request_life) > 0))::INTEGER AS denominator,
    (count(*) FILTER (NOT ((SELECT count(reviewed_at) FROM request_life) > 0)))::INTEGER AS not_recorded
  FROM request_life
  WHERE released_at >= timezone($time_zone, $first::TIMESTAMP) AND released_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
    AND target_hours = (SELECT min(target_hours) FROM request_life)
  GROUP BY partner
  ORDER BY partner
`;

const COMMON = {
  denominator: "requests released in the period",
  exclusions: { none: "every release of the period is counted" },
  owner: "disclosure office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier", "purpose"],
} satisfies Partial<MetricCard>;

/** Whether rights were looked at before a release, with all else that should be, and after an urgent one. */
export const safeguardMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "releases_under_valid_rights_review_share",
      title: "Releases under a valid rights review",
      question: "What share of releases went to a partner whose human-rights review was valid that day?",
      counting_rule:
        "Releases of the period on or before the last day of the rights review of their agreement; no review is not a valid one.",
      numerator: "releases under a valid review",
      exclusions: [{ id: "no_agreement", words: "releases that name no agreement that is in the register" }],
      direction: "increase",
      owner: "human rights adviser",
      needs: ["sharing_steps", "agreements"],
    }),
    RELEASES,
    { ...COMPARED, numerator: "reviewed", denominator: "in_register" },
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "releases_safeguarded_share",
      title: "Releases with every safeguard in place",
      question: "What share of releases had its risk assessment, its approval and a valid rights review behind it?",
      counting_rule:
        "Releases of the period that were assessed for risk and approved before they were released, under an agreement whose rights review was valid that day. What is not on record counts as not in place.",
      numerator: "releases with all three",
      direction: "increase",
      owner: "human rights adviser",
      needs: ["sharing_steps", "agreements"],
    }),
    RELEASES,
    { ...COMPARED, numerator: "safeguarded", denominator: "released" },
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "urgent_releases_reviewed_share",
      title: "Urgent releases reviewed afterwards",
      question: "What share of releases by the urgent path was looked at again afterwards?",
      counting_rule:
        "Releases of the period in the tier with the shortest target hours that have a step reviewed after their release, by the end of the night. The newest have had little time for it.",
      numerator: "urgent releases reviewed afterwards",
      denominator: "releases of the period in the most urgent tier",
      exclusions: [
        { id: "not_recorded", words: "releases of a feed that never has a step reviewed: it cannot be told" },
      ],
      direction: "increase",
      needs: ["sharing_steps", "tiers"],
      slices: ["partner"],
    }),
    URGENT_REVIEWED,
  ),
];
