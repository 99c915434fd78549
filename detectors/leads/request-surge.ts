import { z } from "zod";
import { addDays, daysBetween } from "../../data/days.js";
import { negativeBinomial } from "../../data/statistics/negative-binomial.js";
import { midP, ordinaryP } from "../../data/statistics/p-values.js";
import { detector } from "../card.js";
import { REQUEST_EVENTS, REQUEST_PANEL, type RequestCase, requestCase } from "../cases/request-panel.js";
import { type CountRule, type CountSeries, type FittedHistory, fitHistories, sizeOf } from "../judges/count.js";
import { expectedOf } from "../judges/count-fit.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { countParams } from "../judges/params.js";
import { abstained } from "../verdict.js";

/** The day, half a week, and two weeks: requests come a few a day. */
const WINDOWS = [1, 4, 14] as const;
const GUARD_NIGHTS = WINDOWS[2] - 1;

/** Nights of requests before the two weeks that are judged, below which nobody's usual number is known. */
const HISTORY_MIN = 28;

/** Least spread of a window's sum between ordinary times, as a squared ratio: what is asked for goes up and down by a seventh. */
const WINDOW_SPREAD = 0.02;

/** A Monday, from which weekdays are counted. */
const MONDAY = "2024-01-01";

const params = z.object({
  history_nights: countParams.history_nights,
  prior_nights: countParams.prior_nights,
  rest_prior_events: countParams.rest_prior_events,
  dispersion_prior_nights: countParams.dispersion_prior_nights.describe(
    "Weight of all partners' spread between nights, in nights: a variance needs a month to be known.",
  ),
  dispersion_min: countParams.dispersion_min,
});

/** Requests by night of one partner, nights without any included; weekends are days of rest. */
function seriesOf({ entity_id, night, requested_ago, weights }: RequestCase, nights: number): CountSeries {
  const counts = new Array<number>(nights).fill(0);
  const known = new Array<number>(nights).fill(1);
  requested_ago.forEach((ago, i) => {
    const place = Math.floor(ago);
    if (place < 0 || place >= nights) return;
    counts[place] = (counts[place] ?? 0) + 1;
    known[place] = weights[i] ?? 1;
  });
  const nights_ago = counts.map((_, ago) => ago);
  const weekday = (((daysBetween(MONDAY, night) % 7) + 7) % 7) + 7;
  return {
    group: "partner",
    unit: "partners",
    nation: entity_id,
    nights_ago,
    counts,
    weights: known,
    is_rest: nights_ago.map((ago) => (weekday - (ago % 7)) % 7 >= 5),
  };
}

function looksOf({ nights, fit }: FittedHistory, rule: CountRule) {
  return WINDOWS.map((window) => {
    let [observed, expected, variance] = [0, 0, 0];
    for (const night of nights) {
      if (night.ago >= window) continue;
      const mean = expectedOf(night, fit);
      observed += night.count;
      expected += mean;
      variance += mean ** 2 / sizeOf(night, fit, rule);
    }
    const law = negativeBinomial(1 / (variance / expected ** 2 + (window > 1 ? WINDOW_SPREAD : 0)), expected);
    return {
      window,
      observed,
      law,
      p_value: Math.max(ordinaryP(law, observed, "upper"), Number.MIN_VALUE),
      p_mid: Math.max(midP(law, observed, "upper"), Number.MIN_VALUE),
    };
  });
}

/**
 * Whether a partner has come to ask for far more: its requests of the day, of four days and of two weeks against its own
 * earlier nights; a rise of all partners raises what is expected of each.
 *
 * p_value  upper negative-binomial tails of the three sums, merged by the Cauchy combination
 * source   Noufaily et al. 2013; Clayton & Kaldor 1987, Biometrics 43:671
 */
export const requestSurge = detector({
  id: "request-surge",
  question: "Has this partner come to ask for far more than it used to?",
  entity: "partner",
  family: "surge",
  weight: 0.25,
  needs: ["sharing_steps"],
  status: "trial",
  falsePositives: [
    "A crisis or operation that the partner is part of",
    "Requests held back and made all at once",
    "A new agreement or annex",
  ],
  wouldRefute: ["The partner announced the need", "One event that all the requests are about"],
  references: ["Noufaily et al. 2013, doi:10.1002/sim.5595", "Clayton & Kaldor 1987, doi:10.2307/2532003"],
  params,
  caseShape: requestCase,
  cases: REQUEST_PANEL,
  pool(cases, chosen) {
    const oldest = Math.max(0, ...cases.map(({ requested_ago }) => Math.floor(Math.max(0, ...requested_ago))));
    const nights = Math.min(oldest, GUARD_NIGHTS + chosen.history_nights) + 1;
    const rule = { ...chosen, guard_nights: GUARD_NIGHTS };
    const fitted = fitHistories(
      cases.map((row) => seriesOf(row, nights)),
      rule,
    );
    return { oldest, looks: new Map(cases.map((row, i) => [row.entity_id, fitted[i]])), rule };
  },
  judge(row, _chosen, { oldest, looks, rule }) {
    const history = looks.get(row.entity_id);
    if (history === undefined || oldest < HISTORY_MIN + GUARD_NIGHTS)
      return abstained("fewer than six weeks of requests before tonight");
    const merged = mergeLooks(looksOf(history, rule));
    if (merged === null) return abstained("no nights to compare with");
    const { loudest, p_value, p_mid } = merged;
    return {
      status: "scored",
      p_value,
      p_mid,
      direction: "up",
      observed: loudest.observed,
      expected: loudest.law.mean,
      interval: ordinaryInterval(loudest.law),
      unit: "requests",
      evidence: { window_nights: loudest.window, onset_day: addDays(row.night, 1 - loudest.window) },
    };
  },
  say: ({ observed, interval: [low, high], evidence: { window_nights } }) =>
    `${observed} requests in ${window_nights === 1 ? "the day" : `${window_nights} days`}, where ${low} to ${high} would be ordinary for this partner.`,
  events: REQUEST_EVENTS,
});
