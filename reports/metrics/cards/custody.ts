import type { MetricCard } from "../card.js";
import type { Metric } from "../metric.js";
import { COMPARED, shareMetric } from "../tally.js";
import { RELEASES } from "./releases.js";
import { cardOf } from "./words.js";

const NO_RULE = /* sql */ `
  SELECT partner, tier, purpose,
    (count(*) FILTER (decision_rule IS NULL AND ((SELECT count(decision_rule) FROM request_life) > 0)))::INTEGER AS numerator,
    (count(*) FILTER ((SELECT count(decision_rule) FROM request_life) > 0))::INTEGER AS denominator,
    (count(*) FILTER (NOT ((SELECT count(decision_rule) FROM request_life) > 0)))::INTEGER AS not_recorded
  FROM request_life
  WHERE decision IN ('approved', 'denied')
    AND decided_at >= timezone($time_zone, $first::TIMESTAMP) AND decided_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, tier, purpose
  ORDER BY partner, tier, purpose
`;

const COMMON = {
  denominator: "requests released in the period",
  exclusions: { none: "every release of the period is counted" },
  owner: "disclosure office",
  needs: ["sharing_steps"],
  slices: ["partner", "tier", "purpose"],
} satisfies Partial<MetricCard>;

/** Whether each link of the chain is there, in order and once; what decisions cite; and whose rights were looked at. */
export const custodyMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "custody_skipped_share",
      title: "Releases with a step missing",
      question: "What share of releases has no record of a step that should come before it?",
      counting_rule:
        "Releases of the period without at least one of requested, risk_assessed and approved. Not every release needs a rights review: that is asked below. A missing record may be a missing step or a missing log.",
      numerator: "releases with a step missing",
      direction: "decrease",
    }),
    RELEASES,
    { ...COMPARED, numerator: "skipped", denominator: "released" },
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "custody_out_of_order_share",
      title: "Releases with steps out of order",
      question: "What share of releases has a step dated before one that should come first?",
      counting_rule:
        "Releases of the period whose steps are not in the order requested, risk_assessed and rights_reviewed, approved, released, received, used. Steps at one instant are in order.",
      numerator: "releases with a step out of order",
      direction: "decrease",
    }),
    RELEASES,
    { ...COMPARED, numerator: "out_of_order", denominator: "released" },
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "custody_repeated_share",
      title: "Releases with a step taken twice",
      question: "What share of releases went through a step more than once?",
      counting_rule:
        "Releases of the period with two or more of one of requested, risk_assessed, rights_reviewed, approved, denied, withdrawn, released or received.",
      numerator: "releases with a step taken twice",
      direction: "decrease",
    }),
    RELEASES,
    { ...COMPARED, numerator: "repeated", denominator: "released" },
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "decisions_without_rule_share",
      title: "Decisions that cite no rule",
      question: "What share of approvals and denials names no clause it rests on?",
      counting_rule: "Requests approved or denied in the period whose decision names no rule; withdrawals need none.",
      numerator: "decisions without a rule",
      denominator: "requests approved or denied in the period",
      exclusions: [{ id: "not_recorded", words: "decisions of a feed that never names a rule: it cannot be told" }],
      direction: "decrease",
    }),
    NO_RULE,
    COMPARED,
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "releases_with_legal_basis_share",
      title: "Releases that name their legal basis",
      question: "What share of releases names the law it rests on?",
      counting_rule: "Releases of the period whose request names a legal basis in any of its steps.",
      numerator: "releases with a legal basis",
      exclusions: [
        { id: "not_recorded", words: "releases of a feed that never names a legal basis: it cannot be told" },
      ],
      direction: "increase",
      owner: "legal adviser",
    }),
    RELEASES,
    { ...COMPARED, numerator: "with_basis", denominator: "basis_recorded" },
  ),
];
