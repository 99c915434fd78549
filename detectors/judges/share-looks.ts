import { addDays } from "../../data/days.js";
import { abstained, type Scored, type Verdict } from "../verdict.js";
import { mergeLooks, ordinaryInterval } from "./merge.js";
import { HISTORY_NIGHTS_MIN, historyNights } from "./series.js";
import {
  type Expectation,
  expectShare,
  judgeExpectation,
  poolShare,
  type ShareJudgement,
  type ShareRule,
  type ShareSeries,
  type ShareSide,
} from "./share.js";
import { type Common, commonShifts, NOTHING_COMMON } from "./share-common.js";

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

/** A window of a case, what would be ordinary of it, and what it has in common with those around it. */
interface Held {
  readonly expectation: Expectation;
  readonly common: Common;
}

/** What the night's cases say of each question and rule, by entity. */
export interface SharePools {
  readonly history_nights: number;
  readonly held: readonly (readonly ReadonlyMap<string, Held>[])[];
}

/** Learns from the night's cases what would be ordinary of each, question by question and window by window. */
export function poolQuestions<C extends Dated>(
  cases: readonly C[],
  questions: readonly ShareQuestion<C>[],
): SharePools {
  let history_nights = 0;
  const held = questions.map(({ series, rules, side = "upper" }) => {
    const entities = cases.map(series);
    history_nights = Math.max(history_nights, historyNights(entities));
    return rules.map((rule) => heldAgainst(cases, entities, { rule, side }));
  });
  return { history_nights, held };
}

function heldAgainst(
  cases: readonly Dated[],
  entities: readonly ShareSeries[],
  { rule, side }: { readonly rule: ShareRule; readonly side: ShareSide },
): ReadonlyMap<string, Held> {
  const pool = poolShare(entities, rule);
  const windows = entities.flatMap((entity, i) => {
    const expectation = expectShare(entity, pool, rule);
    const entity_id = cases[i]?.entity_id;
    return expectation === null || entity_id === undefined ? [] : [{ entity_id, entity, expectation }];
  });
  const commons =
    side === "upper"
      ? commonShifts(
          windows.map(
            ({ entity: { unit = "", site = "" }, expectation: { successes, trials, share, dispersion } }) => ({
              unit,
              site,
              successes,
              expected: trials * share,
              effect: 1 + (trials - 1) * dispersion,
            }),
          ),
        )
      : [];
  return new Map(
    windows.map(({ entity_id, expectation }, i) => [entity_id, { expectation, common: commons[i] ?? NOTHING_COMMON }]),
  );
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
  const looks = questions.flatMap((question, i) => looksOf(row, question, pools.held[i] ?? []));
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
      ...(loudest.common_ratio > 1 ? { common_factor_ratio: loudest.common_ratio } : {}),
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

function looksOf<C extends Dated>(
  { entity_id }: C,
  { unit, of, side = "upper", rules }: ShareQuestion<C>,
  held: readonly ReadonlyMap<string, Held>[],
): ShareLook[] {
  return rules.flatMap((rule, i) => {
    const own = held[i]?.get(entity_id);
    if (own === undefined) return [];
    return [{ ...judgeExpectation(own.expectation, { rule, side, common: own.common }), unit, of, side }];
  });
}
