import { accuracyMetrics } from "./cards/accuracy.js";
import { classicalMetrics } from "./cards/classical.js";
import { correctionMetrics } from "./cards/corrections.js";
import { coverageMetrics } from "./cards/coverage.js";
import { custodyMetrics } from "./cards/custody.js";
import { evennessMetrics } from "./cards/evenness.js";
import { exceptionsPerRelease } from "./cards/exceptions.js";
import { incidentMetrics } from "./cards/incidents.js";
import { judgementMetrics } from "./cards/judgement.js";
import { leadsCount, leadsExpected } from "./cards/leads.js";
import { obligationMetrics } from "./cards/obligations.js";
import { outcomeMetrics } from "./cards/outcomes.js";
import { readinessMetrics } from "./cards/readiness.js";
import { recentRequests } from "./cards/recent-days.js";
import { requestsDecided, requestsOpen, requestsReceived } from "./cards/request-counts.js";
import { reviewerMetrics } from "./cards/reviewers.js";
import { ruleMetrics } from "./cards/rules.js";
import { safeguardMetrics } from "./cards/safeguards.js";
import { stageMetrics } from "./cards/stages.js";
import { decidedMedian, decidedNinetieth, decidedWithinTarget } from "./cards/timeliness.js";
import { decidedPartnerWorkingMedian, decidedWorkingMedian } from "./cards/working-hours.js";
import { workloadMetrics } from "./cards/workload.js";
import type { Metric } from "./metric.js";

/** Metrics that belong together, as the report shows them. */
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** Every metric by chapter, in the order of the report and of metrics.json. */
export const chapters: readonly Chapter[] = [
  {
    id: "timeliness",
    title: "How long requests wait",
    metrics: [
      decidedMedian,
      decidedNinetieth,
      decidedWithinTarget,
      decidedWorkingMedian,
      decidedPartnerWorkingMedian,
      requestsReceived,
      requestsDecided,
      requestsOpen,
      recentRequests,
    ],
  },
  { id: "stages", title: "Where the time goes", metrics: stageMetrics },
  { id: "outcomes", title: "What became of requests", metrics: outcomeMetrics },
  { id: "classical", title: "The figures that annual reports print", metrics: classicalMetrics },
  {
    id: "accuracy",
    title: "Was it right, and were they told when not",
    metrics: [...accuracyMetrics, ...correctionMetrics],
  },
  { id: "incidents", title: "When something went wrong", metrics: incidentMetrics },
  { id: "rules", title: "Rules and rights of access", metrics: [exceptionsPerRelease, ...ruleMetrics] },
  {
    id: "custody",
    title: "The chain of custody, and whose rights were looked at",
    metrics: [...custodyMetrics, ...safeguardMetrics],
  },
  { id: "obligations", title: "What each side owes", metrics: obligationMetrics },
  { id: "readiness", title: "Exercises, contacts, training, recommendations", metrics: readinessMetrics },
  {
    id: "leads",
    title: "Leads and those who read them",
    metrics: [leadsCount, leadsExpected, ...reviewerMetrics, ...workloadMetrics, ...judgementMetrics],
  },
  { id: "evenness", title: "Does it fall evenly", metrics: evennessMetrics },
  { id: "coverage", title: "What could not be seen", metrics: coverageMetrics },
];

/** Every metric, in the order of metrics.json. */
export const metrics: readonly Metric[] = chapters.flatMap((chapter) => chapter.metrics);
