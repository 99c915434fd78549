import { median } from "d3-array";
import { z } from "zod";
import { binomial } from "../../data/statistics/binomial.js";
import { detector } from "../card.js";
import { ACTOR_PACE, actorPace } from "../cases/actor-pace.js";
import { ACTS_OF_NIGHT } from "../cases/events.js";
import { mergeLooks, ordinaryInterval } from "../judges/merge.js";
import { evenestRunP, repeatedPauseP } from "../judges/pace.js";
import { HISTORY_NIGHTS_MIN } from "../judges/series.js";
import { abstained } from "../verdict.js";

const params = z.object({
  pauses_min: z.int().min(6).default(9).describe("Pauses in a day below which no rhythm can be told: ten acts."),
});

/**
 * Whether an actor's acts came at a machine's pace: twelve pauses in a row that are too even, or one pause that comes back
 * too often; merged by the Cauchy combination.
 *
 * The null is a person's own irregularity, exponential pauses, so it needs no history of the person.
 */
export const scriptedRegularity = detector({
  id: "scripted-regularity",
  question: "Did a script act under this account, at a pace that people do not keep?",
  entity: "actor",
  family: "sweep",
  needs: ["access"],
  status: "stable",
  falsePositives: [
    "A page that refreshes itself",
    "An approved job that runs under a person's account",
    "Working through a printed list at a steady pace",
  ],
  wouldRefute: ["An approval of the automation", "The client program named in the system's own log"],
  references: ["Bartlett 1937, doi:10.1098/rspa.1937.0109", "Moran 1951, JRSS-B 13:147"],
  params,
  caseShape: actorPace,
  cases: ACTOR_PACE,
  pool: () => null,
  judge({ gap_seconds, is_service, history_nights }, { pauses_min }) {
    if (is_service) return abstained("a service account keeps a machine's pace by design");
    if (history_nights < HISTORY_NIGHTS_MIN) return abstained("fewer than 14 nights of logs before tonight");
    if (gap_seconds.length < pauses_min) return abstained("too few acts tonight to tell a rhythm");
    const looks = [evenestRunP(gap_seconds), repeatedPauseP(gap_seconds)].flatMap((p) =>
      p === null ? [] : [{ p_value: p, p_mid: p }],
    );
    const merged = mergeLooks(looks);
    const middle = median(gap_seconds);
    if (merged === null || middle === undefined) return abstained("too few pauses tonight to tell a rhythm");
    const [evenest] = looks;
    return {
      status: "scored",
      p_value: merged.p_value,
      p_mid: merged.p_mid,
      direction: "up",
      observed: likePauses(gap_seconds, middle),
      expected: EXPONENTIAL_NEAR_MEDIAN * gap_seconds.length,
      interval: ordinaryInterval(binomial(gap_seconds.length, EXPONENTIAL_NEAR_MEDIAN)),
      unit: "pauses within a tenth of the middle one",
      evidence: {
        pauses_count: gap_seconds.length,
        median_pause_seconds: middle,
        kind: merged.loudest === evenest ? "even run" : "repeated pause",
      },
    };
  },
  say: ({ observed, evidence: { pauses_count, median_pause_seconds } }) =>
    `${observed} of ${pauses_count} pauses are within a tenth of the middle one, ${median_pause_seconds} seconds.`,
  events: ACTS_OF_NIGHT,
});

/** P(an exponential pause lies within a tenth of the median) = 2^-0.9 - 2^-1.1. */
const EXPONENTIAL_NEAR_MEDIAN = 2 ** -0.9 - 2 ** -1.1;

function likePauses(pauses: readonly number[], middle: number): number {
  return pauses.filter((pause) => Math.abs(pause - middle) <= 0.1 * middle).length;
}
