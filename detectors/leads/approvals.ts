import { z } from "zod";
import { detector } from "../card.js";
import { APPROVER_PANEL, type ApproverCase, approverCase, DECIDED_EVENTS } from "../cases/approver-panel.js";
import { drained, placesOfWindow } from "../judges/less.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { judgeQuestions, poolQuestions, type ShareQuestion, sayShare } from "../judges/share-looks.js";

const params = z.object({
  ...shareParams,
  peer_trials: shareParams.peer_trials
    .default(40)
    .describe("Weight of the other approvers, in decisions: two weeks of one approver's work."),
  dispersion_min: shareParams.dispersion_min
    .default(0.01)
    .describe("Least correlation of one night's decisions: approvers work through piles, so they come in runs."),
  share_min: shareParams.share_min
    .default(0.02)
    .describe("Least share believed of anyone: one hurried decision in fifty is never impossible."),
});
type Params = z.infer<typeof params>;

const HURRIED_WINDOWS = [1, 3, 7] as const;
const CONCENTRATION_WINDOWS = [3, 7] as const;

const hurried = (chosen: Params): ShareQuestion<ApproverCase>[] => [
  {
    unit: "decisions faster than 19 in 20",
    of: "decisions",
    rules: rulesOf(HURRIED_WINDOWS, chosen),
    series: (row) => ({ ...row, group: "approver", successes: row.hurried_counts, trials: row.timed_counts }),
  },
];

const concentration = (chosen: Params): ShareQuestion<ApproverCase>[] => [
  {
    unit: "decisions by this person",
    of: "decisions by anyone",
    rules: rulesOf(CONCENTRATION_WINDOWS, chosen),
    series: (row) => ({ ...row, group: "approver", successes: row.own_counts, trials: row.all_counts }),
  },
];

/**
 * Whether an approver decides faster than the work takes: of their decisions of one to seven nights, those that followed the
 * step before them faster than 19 in 20 of the same tier's do.
 *
 * p_value  upper beta-binomial tail against the approver's own earlier share, shrunk to the other approvers'
 */
export const hurriedApproval = detector({
  id: "hurried-approval",
  question: "Did this person decide on requests faster than that work takes?",
  entity: "actor",
  family: "approver",
  needs: ["sharing_steps"],
  status: "stable",
  falsePositives: [
    "A pile of like requests prepared beforehand",
    "A crisis in which a fast lane was opened",
    "Steps entered late, all at once",
  ],
  wouldRefute: ["Notes or a review that show the work was done before the steps were entered"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: approverCase,
  cases: APPROVER_PANEL,
  pool: (cases, chosen) => poolQuestions(cases, hurried(chosen)),
  judge: (row, chosen, pools) => judgeQuestions(row, hurried(chosen), pools),
  say: sayShare,
  events: DECIDED_EVENTS,
  less: (row, amount, { evidence: { window_nights } }) => {
    const order = placesOfWindow(row.nights_ago, Number(window_nights));
    return { ...row, hurried_counts: drained(row.hurried_counts, order, amount) };
  },
});

/** Whether decisions come to rest with one person: own decisions among everybody's over three and seven nights. */
export const approverConcentration = detector({
  id: "approver-concentration",
  question: "Do decisions on requests come to rest with this one person?",
  entity: "actor",
  family: "approver",
  needs: ["sharing_steps"],
  status: "stable",
  falsePositives: [
    "Leave of the other approvers",
    "A roster that gives this person the week",
    "cover for an absent colleague",
  ],
  wouldRefute: ["The roster of approvers for these days"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: approverCase,
  cases: APPROVER_PANEL,
  pool: (cases, chosen) => poolQuestions(cases, concentration(chosen)),
  judge: (row, chosen, pools) => judgeQuestions(row, concentration(chosen), pools),
  say: sayShare,
  events: DECIDED_EVENTS,
  less: (row, amount, { evidence: { window_nights } }) => {
    const order = placesOfWindow(row.nights_ago, Number(window_nights));
    return { ...row, own_counts: drained(row.own_counts, order, amount) };
  },
});
