import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_PANEL, panelColumns } from "../cases/actor-panel.js";
import { TAKEN_IN_FOUR_WEEKS } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { judgeQuestions, poolQuestions, type ShareQuestion, sayShare } from "../judges/share-looks.js";

const { entity_id, role, nights_ago, access_counts, download_counts, take_out_counts } = panelColumns;
const caseShape = z.object({ entity_id, role, nights_ago, access_counts, download_counts, take_out_counts });
type Case = z.infer<typeof caseShape>;

const params = z.object(shareParams);

/** One, two and four weeks: a few downloads more a day show in the share long before they show on any single day. */
const DOWNLOAD_WINDOWS = [7, 14, 28] as const;
/** Prints and exports of one week are the take-away shift's to see. */
const TAKE_OUT_WINDOWS = [14, 28] as const;

function questions(chosen: z.infer<typeof params>): ShareQuestion<Case>[] {
  const of = "objects opened";
  return [
    {
      unit: "downloads",
      of,
      rules: rulesOf(DOWNLOAD_WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.download_counts, trials: row.access_counts }),
    },
    {
      unit: "prints and exports",
      of,
      rules: rulesOf(TAKE_OUT_WINDOWS, chosen),
      series: (row) => ({ ...row, group: row.role, successes: row.take_out_counts, trials: row.access_counts }),
    },
  ];
}

/**
 * Whether an actor has come to take away more over weeks, by little each day.
 *
 * p_value  upper tail of the beta-binomial predictive of downloads, and of prints and exports, among the objects opened in
 *          one to four weeks, against the quarter before them; merged by the Cauchy combination
 */
export const slowDrift = detector({
  id: "slow-drift",
  question: "Has this person come to take away more, little by little, over the last weeks?",
  entity: "actor",
  family: "take",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: ["A lasting change of task", "A new tool or habit in the person's office", "A training course"],
  wouldRefute: ["Colleagues of the same office show the same change since the same day"],
  references: ["Skellam 1948, JRSS-B 10:257", "Page 1954, doi:10.1093/biomet/41.1-2.100"],
  params,
  caseShape,
  cases: ACTOR_PANEL,
  pool: (cases, chosen) => poolQuestions(cases, questions(chosen)),
  judge: (row, chosen, pools) => judgeQuestions(row, questions(chosen), pools),
  say: sayShare,
  events: TAKEN_IN_FOUR_WEEKS,
});
