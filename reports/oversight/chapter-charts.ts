import type { Html } from "../border/html.js";
import { coverageTables } from "./coverage-tables.js";
import { figuresChart, partsChart, together } from "./figure-charts.js";
import type { OversightReport } from "./report.js";
import { classicalCharts, outcomeCharts } from "./request-charts.js";
import { reviewTables } from "./review-tables.js";

const EVEN = { value: 1, name: "even share" } as const;

/** What a chapter shows before its table, by its id. */
export const CHAPTER_CHARTS: Readonly<Record<string, (report: OversightReport) => Html | null>> = {
  stages: (report) =>
    figuresChart(report, {
      name: "stages",
      title: "Hours until half have taken each step",
      rows: [
        ["requested_to_risk_assessed_hours_median", "requested → risk assessed"],
        ["risk_assessed_to_decided_hours_median", "risk assessed → decided"],
        ["approved_to_released_hours_median", "approved → released"],
        ["released_to_received_hours_median", "released → received"],
        ["received_to_used_hours_median", "received → used"],
        ["requested_to_received_hours_median", "whole: requested → received"],
      ],
      rule: "Each step from the one before it, the last from the request to the item in hand; calendar hours. What has not taken its step counts as waiting. Medians of steps do not add up to the median of the whole.",
    }),
  outcomes: outcomeCharts,
  classical: classicalCharts,
  accuracy: (report) =>
    together(
      figuresChart(report, {
        name: "accuracy",
        title: "What recipients say of what was shared",
        rows: [
          ["accuracy_confirmed_share", "it was right"],
          ["accuracy_partly_share", "it was right in part"],
          ["accuracy_refuted_share", "it was wrong"],
          ["debriefs_on_time_share", "it came in time"],
          ["debriefs_returned_share", "receipts that were debriefed"],
        ],
        rule: "Debriefs dated in the period that give a grade; the last row is the share of receipts that were debriefed at all. Those who answer may differ from those who do not.",
      }),
      partsChart(report, {
        id: "accuracy_confirmed_share",
        by: "partner",
        title: "Debriefs that say the information was right, by partner",
      }),
    ),
  incidents: (report) =>
    together(
      figuresChart(report, {
        name: "incidents",
        title: "Hours until half of the incidents were noticed, contained, put right and told",
        rows: [
          ["incident_occurred_to_detected_hours_median", "occurred → detected"],
          ["incident_detected_to_contained_hours_median", "detected → contained"],
          ["incident_detected_to_partner_told_hours_median", "detected → partner told"],
          ["incident_detected_to_resolved_hours_median", "detected → resolved"],
        ],
        rule: "Calendar hours; the first from the occurrence, the others from the detection. What is still open counts as waiting.",
      }),
      partsChart(report, {
        id: "incidents_per_1000_releases",
        by: "partner",
        title: "Incidents per 1,000 releases, by partner",
      }),
    ),
  rules: (report) =>
    partsChart(report, {
      id: "rule_exceptions_per_1000_opportunities",
      by: "rule",
      title: "How often each rule did not hold, per 1,000 occasions",
    }),
  custody: (report) =>
    together(
      figuresChart(report, {
        name: "custody",
        title: "Releases whose chain of custody has a fault",
        rows: [
          ["custody_skipped_share", "a step is missing"],
          ["custody_out_of_order_share", "steps out of order"],
          ["custody_repeated_share", "a step taken twice"],
          ["decisions_without_rule_share", "decided without a rule"],
        ],
        rule: "Shares of the releases of the period; the last is of approvals and denials. A missing record may be a missing step or a missing log.",
      }),
      partsChart(report, {
        id: "releases_under_valid_rights_review_share",
        by: "partner",
        title: "Releases under a valid rights review, by partner",
      }),
    ),
  obligations: (report) =>
    together(
      partsChart(report, {
        id: "obligations_met_in_time_share",
        by: "side",
        title: "Obligations met in time, by the side that owed them",
      }),
      partsChart(report, {
        id: "obligations_reciprocity_index",
        by: "partner",
        title: "Who keeps more: the partner above 0, the home side below",
        reference: { value: 0, name: "even" },
      }),
    ),
  leads: reviewTables,
  evenness: (report) =>
    together(
      ...(["nation", "unit", "role"] as const).map((by) =>
        partsChart(report, {
          id: "leads_over_even_share_index",
          by,
          title: `Leads about people by ${by}, against an even share`,
          reference: EVEN,
        }),
      ),
    ),
  coverage: coverageTables,
};
