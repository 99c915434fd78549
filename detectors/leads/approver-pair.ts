import { z } from "zod";
import { betaBinomial } from "../../data/statistics/beta-binomial.js";
import { atLeastOne, midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import {
  APPROVER_DECISIONS,
  type ApproverDecisions,
  approverDecisions,
  DECISIONS_EVENTS,
} from "../cases/approver-decisions.js";
import { ordinaryInterval } from "../judges/merge.js";
import { HISTORY_NIGHTS_MIN } from "../judges/series.js";
import { abstained } from "../verdict.js";

/** Four weeks: one person makes a handful of requests in them. */
const WINDOW_NIGHTS = 28;

const params = z.object({
  decisions_min: z
    .int()
    .min(2)
    .default(3)
    .describe("Decisions on one person's requests in four weeks before who took them means anything."),
  peer_decisions: z
    .number()
    .positive()
    .default(20)
    .describe(
      "Weight of the approver's share in everybody's requests against the pair's own past, in decisions: as many as one person asks for in two months.",
    ),
  share_min: z
    .number()
    .positive()
    .max(0.5)
    .default(0.02)
    .describe("Least share believed of anyone: whoever decides seldom may be given one request in fifty."),
  dispersion: z
    .number()
    .positive()
    .max(0.5)
    .default(0.02)
    .describe(
      "Correlation of the decisions on one person's requests: hardly any where requests are handed out as they come, and one in fifty to be safe.",
    ),
});
type Chosen = z.infer<typeof params>;

/** Decisions of the window and of the nights before it. */
interface Split {
  lately: number;
  before: number;
}

interface Pool {
  readonly history_nights: number;
  readonly all: Split;
  /** All decisions on a requester's requests, by anyone. */
  readonly requesters: ReadonlyMap<string, Split>;
}

function tallied(rows: readonly ApproverDecisions[]): Pool {
  const requesters = new Map<string, Split>();
  const all: Split = { lately: 0, before: 0 };
  let history_nights = 0;
  for (const { decided_ago, requesters: names } of rows)
    decided_ago.forEach((ago, i) => {
      history_nights = Math.max(history_nights, ago);
      const when = ago < WINDOW_NIGHTS ? "lately" : "before";
      all[when] += 1;
      const name = names[i] ?? "";
      if (name === "") return;
      const own = requesters.get(name) ?? { lately: 0, before: 0 };
      requesters.set(name, own);
      own[when] += 1;
    });
  return { history_nights, all, requesters };
}

/** A requester whose requests an approver decided. */
interface Pair {
  readonly requester: string;
  readonly count: number;
  readonly trials: number;
  readonly share: number;
  readonly p_value: number;
  readonly p_mid: number;
}

/** The approver's pairs of which one decision fell on tonight. */
function pairsOf(row: ApproverDecisions, { all, requesters }: Pool, chosen: Chosen): Pair[] {
  const own = tallied([row]);
  const tonight = new Set(row.requesters.filter((name, i) => name !== "" && row.decided_ago[i] === 0));
  return [...tonight].sort().flatMap((requester): Pair[] => {
    const total = requesters.get(requester) ?? { lately: 0, before: 0 };
    const mine = own.requesters.get(requester) ?? { lately: 0, before: 0 };
    if (total.lately < chosen.decisions_min) return [];
    const others = all.lately + all.before - total.lately - total.before;
    const ofOthers = own.all.lately + own.all.before - mine.lately - mine.before;
    const usual = (ofOthers + 0.5) / (others + 1);
    const known = total.before + chosen.peer_decisions;
    const own_share = (mine.before + chosen.peer_decisions * usual) / known;
    const share = Math.min(Math.max(own_share, chosen.share_min), 1 - chosen.share_min);
    const weight = 1 / Math.min(chosen.dispersion + 1 / (known + 1), 0.9) - 1;
    const law = betaBinomial(total.lately, share * weight, (1 - share) * weight);
    const p_value = ordinaryP(law, mine.lately, "upper");
    const p_mid = midP(law, mine.lately, "upper");
    return [{ requester, count: mine.lately, trials: total.lately, share, p_value, p_mid }];
  });
}

/**
 * Whether one person's requests come to rest with one approver: of the decisions of four weeks on the requests of each person
 * whose request the approver decided tonight, those that were this approver's.
 *
 * p_value  beta-binomial upper tail of the likeliest pair, expected from the pair's own past, shrunk to the approver's share
 *          in everybody else's requests; Šidák over all who asked often enough to be paired
 * source   pairs against independence, as in DuMouchel 1999, The American Statistician 53:177
 */
export const approverPair = detector({
  id: "approver-pair",
  question: "Do the requests of one person come to rest with this one approver?",
  entity: "actor",
  family: "approver",
  weight: 0.5,
  needs: ["sharing_steps"],
  status: "trial",
  falsePositives: [
    "A subject or partner that this approver was given",
    "A roster by which the two work the same hours",
    "A project whose requests are decided as one",
  ],
  wouldRefute: ["The rule by which requests are handed out", "Another approver's second reading of the same requests"],
  references: ["DuMouchel 1999, doi:10.1080/00031305.1999.10474456", "Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape: approverDecisions,
  cases: APPROVER_DECISIONS,
  pool: tallied,
  judge(row, chosen, pool) {
    if (pool.history_nights < WINDOW_NIGHTS + HISTORY_NIGHTS_MIN)
      return abstained("fewer than six weeks of decisions before tonight");
    if (!row.decided_ago.includes(0)) return abstained("no decision tonight");
    const pairs = pairsOf(row, pool, chosen);
    const [first] = pairs;
    if (first === undefined) return abstained("nobody whose request was decided tonight has asked often enough");
    const pair = pairs.reduce((least, one) => (one.p_mid < least.p_mid ? one : least), first);
    const others = [...pool.requesters.values()].filter(({ lately }) => lately >= chosen.decisions_min).length;
    const p_value = atLeastOne(pair.p_value, others);
    const weight = 1 / chosen.dispersion - 1;
    return {
      status: "scored",
      p_value,
      p_mid: Math.min(atLeastOne(pair.p_mid, others), p_value),
      direction: "up",
      observed: pair.count,
      expected: pair.trials * pair.share,
      interval: ordinaryInterval(betaBinomial(pair.trials, pair.share * weight, (1 - pair.share) * weight)),
      unit: "decisions on one person's requests",
      evidence: {
        related_actor_ids: [pair.requester],
        window_nights: WINDOW_NIGHTS,
        trials_count: pair.trials,
        expected_share_ratio: pair.share,
        others_count: others,
      },
    };
  },
  say: ({ observed, interval: [, high], evidence: { trials_count } }) =>
    `${observed} of ${trials_count} decisions of four weeks on one person's requests were taken by this person; up to ${high} would be ordinary.`,
  events: DECISIONS_EVENTS,
});
