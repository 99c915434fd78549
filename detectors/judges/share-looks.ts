import { addDays } from "../../data/days.js";
import { abstained, type Scored, type Verdict } from "../verdict.js";
import { mergeLooks, ordinaryInterval } from "./merge.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "./series.js";
import {
  judgeShare,
  poolShare,
  type ShareJudgement,
  type SharePool,
  type ShareRule,
  type ShareSeries,
  type ShareSide,
} from "./share.js";

/** One share that a detector looks at, over one or several windows. */
export interface ShareQuestion<C> {
  /** What a success is, in the plural, as a verdict's unit: `prints and exports`. */
  readonly unit: string;
  /** What a trial is, in the plural: `objects opened`. */
  readonly of: string;
  readonly series: (row: C) => ShareSeries;
  readonly rules: readonly ShareRule[];
  /** Upper where absent. */
  readonly side?: ShareSide;
}

/** What the night's cases say of each question and rule. */
export interface SharePools {
  readonly history_nights: number;
  readonly pools: readonly (readonly SharePool[])[];
}

/** Learns every question's pools from the night's cases. */
export function poolQuestions<C>(cases: readonly C[], questions: readonly ShareQuestion<C>[]): SharePools {
  let history_nights = 0;
  const pools = questions.map(({ series, rules }) => {
    const entities = cases.map(series);
    history_nights = Math.max(history_nights, historyNights(entities));
    return rules.map((rule) => poolShare(entities, rule));
  });
  return { history_nights, pools };
}

/** A case, and where its statement gives it the night that is judged. */
export interface Dated {
  readonly entity_id: string;
  readonly night?: string;
}

/** The first day of what a verdict is about, `nights` of them with tonight the last; nothing for a case without a night. */
export function onset({ night }: Dated, nights: number): { readonly onset_day?: string } {
  return night === undefined ? {} : { onset_day: addDays(night, 1 - Math.max(nights, 1)) };
}

/** Judges one case by every question and window, and merges the looks; the verdict's figures are of the loudest. */
export function judgeQuestions<C extends Dated>(
  row: C,
  questions: readonly ShareQuestion<C>[],
  pools: SharePools,
): Verdict {
  if (pools.history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
  const looks = questions.flatMap((question, i) => looksOf(question.series(row), question, pools.pools[i] ?? []));
  const merged = mergeLooks(looks);
  if (merged === null) return abstained("nothing of this kind tonight");
  const { loudest, p_value, p_mid } = merged;
  return {
    status: "scored",
    p_value,
    p_mid,
    direction: directionOf(loudest),
    observed: loudest.successes,
    expected: loudest.law.mean,
    interval: ordinaryInterval(loudest.law),
    unit: loudest.unit,
    evidence: {
      window_nights: loudest.window_nights,
      ...onset(row, loudest.window_nights),
      trials_count: loudest.trials,
      trials: loudest.of,
      observed_share_ratio: loudest.successes / loudest.trials,
      expected_share_ratio: loudest.expected_share,
    },
  };
}

/** `12 prints and exports among 40 objects opened in 3 nights, where 0 to 5 would be ordinary for this person.` */
export function sayShare({ observed, interval: [low, high], unit, evidence }: Scored) {
  const { trials_count, trials, window_nights } = evidence;
  const span = window_nights === 1 ? "in the day" : `in ${window_nights} days`;
  return `${observed} ${unit} among ${trials_count} ${trials} ${span}, where ${low} to ${high} would be ordinary here.`;
}

/** Where both departures were looked for, the one that was seen. */
function directionOf({ side, successes, law }: ShareLook): "up" | "down" {
  if (side === "either") return successes < law.mean ? "down" : "up";
  return side === "lower" ? "down" : "up";
}

interface ShareLook extends ShareJudgement {
  readonly unit: string;
  readonly of: string;
  readonly side: ShareSide;
}

function looksOf<C>(series: ShareSeries, question: ShareQuestion<C>, pools: readonly SharePool[]): ShareLook[] {
  const { unit, of, side = "upper" } = question;
  return question.rules.flatMap((rule, i) => {
    const pool = pools[i];
    const look = pool === undefined ? null : judgeShare(series, pool, { rule, side });
    return look === null ? [] : [{ ...look, unit, of, side }];
  });
}
