import { z } from "zod";
import {
  APPROVER_DECISIONS,
  type ApproverDecisions,
  approverDecisions,
  DECISIONS_EVENTS,
} from "../cases/approver-decisions.js";
import { rulesOf, shareParams } from "../judges/params.js";
import type { ShareSeries } from "../judges/share.js";
import { shareDetector } from "../judges/share-detector.js";

/** Three days, one and two weeks: an approver decides a few requests a day, and one in ten is refused. */
const WINDOWS = [3, 7, 14] as const;

/** Decisions a night, and the refusals among them. */
function seriesOf({ decided_ago, is_refused, weights }: ApproverDecisions): ShareSeries {
  const nights = new Map<number, { refused: number; all: number; weight: number }>();
  decided_ago.forEach((ago, i) => {
    const night = nights.get(ago) ?? { refused: 0, all: 0, weight: weights[i] ?? 1 };
    nights.set(ago, night);
    night.all += 1;
    if (is_refused[i] === true) night.refused += 1;
  });
  const counts = [...nights.values()];
  return {
    group: "approver",
    nights_ago: [...nights.keys()],
    weights: counts.map(({ weight }) => weight),
    successes: counts.map(({ refused }) => refused),
    trials: counts.map(({ all }) => all),
  };
}

/**
 * Whether an approver has come to refuse more, or less, of what is put to them: refusals among their decisions of three to
 * fourteen nights, against their own earlier share, shrunk to the other approvers'; either side.
 */
export const approvalOdds = shareDetector({
  id: "approval-odds",
  question: "Does this person refuse more, or less, of the requests put to them than they used to?",
  entity: "actor",
  family: "approver",
  weight: 0.5,
  needs: ["sharing_steps"],
  status: "trial",
  falsePositives: [
    "A pile of like requests that fell under one new rule",
    "A partner or agreement that was suspended",
    "A clearing of old requests",
  ],
  wouldRefute: ["The grounds cited with each decision", "Other approvers with the same change since the same day"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params: z.object({
    ...shareParams,
    peer_trials: shareParams.peer_trials
      .default(40)
      .describe("Weight of the other approvers, in decisions: two weeks of one approver's work."),
    dispersion_min: shareParams.dispersion_min
      .default(0.01)
      .describe("Least correlation of one night's decisions: like requests are decided together, and alike."),
    share_min: shareParams.share_min
      .default(0.01)
      .describe("Least share of refusals believed of anyone: one in a hundred is never impossible."),
  }),
  caseShape: approverDecisions,
  cases: APPROVER_DECISIONS,
  questions: (chosen) => [
    {
      unit: "refusals",
      of: "decisions",
      rules: rulesOf(WINDOWS, chosen),
      series: seriesOf,
      side: "either",
    },
  ],
  events: DECISIONS_EVENTS,
});
