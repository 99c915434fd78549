import { z } from "zod";
import { detector } from "../card.js";
import { ACTOR_PANEL, panelColumns } from "../cases/actor-panel.js";
import { TAKEN_IN_WEEK } from "../cases/events.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { moreTonight } from "../judges/series.js";
import { judgeQuestions, poolQuestions, type ShareQuestion, sayShare } from "../judges/share-looks.js";

const { entity_id, role, nights_ago, access_counts, download_counts, take_out_counts } = panelColumns;
const caseShape = z.object({ entity_id, role, nights_ago, access_counts, download_counts, take_out_counts });
type Case = z.infer<typeof caseShape>;

const params = z.object(shareParams);

/** A single night, the days of a burst, and a week: what is taken away over longer is the slow drift's to see. */
const WINDOWS = [1, 3, 7] as const;

function questions(chosen: z.infer<typeof params>): ShareQuestion<Case>[] {
  const rules = rulesOf(WINDOWS, chosen);
  const of = "objects opened";
  return [
    { unit: "prints and exports", of, rules, series: (row) => ({ ...row, group: row.role, ...takenOut(row) }) },
    {
      unit: "downloads, prints and exports",
      of,
      rules,
      series: (row) => ({ ...row, group: row.role, ...takenAway(row) }),
    },
  ];
}

const takenOut = (row: Case) => ({ successes: row.take_out_counts, trials: row.access_counts });
const takenAway = (row: Case) => ({
  successes: row.take_out_counts.map((count, i) => count + (row.download_counts[i] ?? 0)),
  trials: row.access_counts,
});

/**
 * How much of what an actor opens they take away, against their own earlier share.
 *
 * p_value  upper tail of the beta-binomial predictive of prints and exports, and of downloads, prints and exports, among the
 *          objects opened in 1, 3 and 7 nights; merged by the Cauchy combination
 */
export const takeAwayShift = detector({
  id: "take-away-shift",
  question: "Does this person take away more of what they read than they usually do?",
  entity: "actor",
  family: "take",
  needs: ["access", "actors"],
  status: "stable",
  falsePositives: [
    "A briefing or visit for which papers are prepared",
    "Work without a connection: travel, an exercise in the field",
    "A new duty that consists of producing copies",
  ],
  wouldRefute: ["A request or tasking for copies, and their receipt by the one who asked"],
  references: ["Skellam 1948, JRSS-B 10:257", "Liu & Xie 2020, doi:10.1080/01621459.2018.1554485"],
  params,
  caseShape,
  cases: ACTOR_PANEL,
  pool: (cases, chosen) => poolQuestions(cases, questions(chosen)),
  judge: (row, chosen, pools) => judgeQuestions(row, questions(chosen), pools),
  say: sayShare,
  events: TAKEN_IN_WEEK,
  more: (row) => ({
    ...row,
    take_out_counts: moreTonight(row.nights_ago, row.take_out_counts, 3),
    access_counts: moreTonight(row.nights_ago, row.access_counts, 3),
  }),
});
