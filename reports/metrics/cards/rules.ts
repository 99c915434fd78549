import type { Metric } from "../metric.js";
import { COMPARED, countMetric, rateMetric } from "../tally.js";
import { cardOf } from "./words.js";

const BROKEN = /* sql */ `
  SELECT rule,
    sum(broken_count)::INTEGER AS numerator,
    sum(holds_count + broken_count)::INTEGER AS denominator,
    sum(undetermined_count)::INTEGER AS undetermined
  FROM rule_outcome
  WHERE night BETWEEN $first::DATE AND $night::DATE
  GROUP BY rule
  ORDER BY rule
`;

const AUDITED = /* sql */ `
  SELECT nation, finding AS kind, count(*)::INTEGER AS numerator, count(*)::INTEGER AS denominator
  FROM rights_audit
  WHERE night = (SELECT max(night) FROM rights_audit WHERE night <= $night::DATE) AND finding <> 'used'
  GROUP BY nation, finding
  ORDER BY nation, finding
`;

/** Rules by how often they could have been broken, and rights that nobody uses as granted. */
export const ruleMetrics: readonly Metric[] = [
  rateMetric(
    cardOf("rate", {
      id: "rule_exceptions_per_1000_opportunities",
      title: "Rules that did not hold, per 1,000 opportunities",
      question: "Of a thousand occasions on which a rule could be broken, on how many was it?",
      counting_rule:
        "For each rule, the acts it judges on the nights of the period, by whether it held. Acts that could not be judged are left out and counted.",
      numerator: "acts for which the rule did not hold",
      denominator: "acts for which it could be told",
      exclusions: [{ id: "undetermined", words: "acts for which it could not be told" }],
      direction: "decrease",
      owner: "oversight office",
      needs: ["access"],
      slices: ["rule"],
    }),
    BROKEN,
    COMPARED,
  ),
  countMetric(
    cardOf("count", {
      id: "rights_audit_findings_count",
      title: "Access rights that are not used as granted",
      question: "How many rights of access are dormant, never used, or outlive their need?",
      counting_rule: "Rights (a person and a collection) that the last audit up to the night named, by what it found.",
      numerator: "rights with a finding",
      denominator: "rights with a finding",
      exclusions: { none: "every right that the audit named is counted" },
      direction: "decrease",
      owner: "access administrators",
      needs: ["entitlements"],
      slices: ["nation", "kind"],
    }),
    AUDITED,
  ),
];
