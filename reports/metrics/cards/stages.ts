import type { MetricCard } from "../card.js";
import { periodBefore } from "../figure.js";
import { waitChange } from "../methods/change.js";
import { survivalQuantiles } from "../methods/survival-quantile.js";
import type { Estimated, Metric } from "../metric.js";
import { slicesOf } from "../slices.js";
import { heldAgainst } from "../tally.js";
import { measureWaiting, type Stage } from "../waiting.js";
import { cardOf } from "./words.js";

const MEDIAN = 0.5;

interface StageWords {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly counting_rule: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly owner: string;
  readonly stage: Stage;
}

const STAGES: readonly StageWords[] = [
  {
    id: "requested_to_risk_assessed_hours_median",
    title: "Half of requests are assessed for risk within",
    question: "How long does it take until half of the requests made have a risk assessment?",
    counting_rule:
      "Calendar hours from requested to risk_assessed. A request that was decided without an assessment counts as waiting until its decision, one still open until the end of the night.",
    numerator: "hours from requested to risk_assessed",
    denominator: "requests made in the period",
    owner: "risk assessors",
    stage: { from: "requested_at", to: "risk_assessed_at", otherwise: "decided_at", scale: "hours" },
  },
  {
    id: "risk_assessed_to_decided_hours_median",
    title: "From the assessment, half are decided within",
    question: "How long does it take from the risk assessment until half of the requests are decided?",
    counting_rule:
      "Calendar hours from risk_assessed to the first of approved, denied and withdrawn; open requests count as waiting until the end of the night.",
    numerator: "hours from risk_assessed to decided",
    denominator: "requests made in the period that have a risk assessment",
    owner: "disclosure office",
    stage: { from: "risk_assessed_at", to: "decided_at", scale: "hours" },
  },
  {
    id: "approved_to_released_hours_median",
    title: "From the approval, half are released within",
    question: "How long does it take from the approval until half of the approved items are released?",
    counting_rule:
      "Calendar hours from approved to released; items approved and not released count as waiting until the end of the night.",
    numerator: "hours from approved to released",
    denominator: "requests made in the period that were approved",
    owner: "release office",
    stage: { from: "approved_at", to: "released_at", scale: "hours" },
  },
  {
    id: "released_to_received_hours_median",
    title: "From the release, half have arrived within",
    question: "How long does it take from the release until half of the items have arrived?",
    counting_rule:
      "Calendar hours from released to received; items released and not received count as waiting until the end of the night.",
    numerator: "hours from released to received",
    denominator: "requests made in the period that were released",
    owner: "release office",
    stage: { from: "released_at", to: "received_at", scale: "hours" },
  },
  {
    id: "received_to_used_hours_median",
    title: "From their arrival, half are used within",
    question: "How long does it take from the arrival until half of the items are used?",
    counting_rule:
      "Calendar hours from received to used; items received and not reported as used count as waiting until the end of the night.",
    numerator: "hours from received to used",
    denominator: "requests made in the period that were received",
    owner: "the partner",
    stage: { from: "received_at", to: "used_at", scale: "hours" },
  },
  {
    id: "requested_to_received_hours_median",
    title: "From the request, half have the item within",
    question: "How long does it take from the request until half of the requests have their item?",
    counting_rule:
      "Calendar hours from requested to received. Requests denied or withdrawn count as waiting until then, open ones until the end of the night.",
    numerator: "hours from requested to received",
    denominator: "requests made in the period",
    owner: "disclosure office",
    stage: { from: "requested_at", to: "received_at", otherwise: "refused_at", scale: "hours" },
  },
];

const stageMetric = ({ stage, ...words }: StageWords): Metric => {
  const card: MetricCard = cardOf("wait", {
    ...words,
    exclusions: [
      { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
      { id: "ended_before_it_began", words: "requests whose later step is dated before the earlier one" },
    ],
    direction: "decrease",
    needs: ["sharing_steps"],
    slices: ["partner", "tier", "purpose"],
  });
  return {
    card,
    estimate: (context) =>
      slicesOf(card.slices, context).map((slice): Estimated => {
        const { curve, n, excluded } = measureWaiting(context.requests, stage, slice, context.period);
        const before = measureWaiting(context.requests, stage, slice, periodBefore(context.period));
        const [half] = survivalQuantiles(curve, [MEDIAN]);
        return {
          ...{ slice, n, excluded, value: half?.time ?? null, interval: [half?.lower ?? null, half?.upper ?? null] },
          ...heldAgainst(
            waitChange(before.curve.table, curve.table),
            { n: before.n, value: survivalQuantiles(before.curve, [MEDIAN])[0]?.time ?? null },
            card,
          ),
        };
      }),
  };
};

/** The waits between two steps of a request's life, in their order, and the whole. */
export const stageMetrics: readonly Metric[] = STAGES.map(stageMetric);
