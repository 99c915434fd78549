import { z } from "zod";
import { type Detector, detector } from "../card.js";
import { REQUEST_EVENTS, REQUEST_PANEL, type RequestCase, requestCase } from "../cases/request-panel.js";
import { rulesOf, shareParams } from "../judges/params.js";
import type { ShareSeries } from "../judges/share.js";
import { judgeQuestions, poolQuestions, type SharePools, type ShareQuestion, sayShare } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

/** Nights of requests below which nobody's mix is known: a few requests a night make a share in four weeks. */
const HISTORY_MIN = 28;

/** One, two and four weeks: a partner makes a few requests a day. */
const WINDOWS = [7, 14, 28] as const;

const params = z.object({
  ...shareParams,
  dispersion_min: shareParams.dispersion_min
    .default(0.005)
    .describe(
      "Least correlation of one night's requests: partners ask in bundles, so shares spread more than acts do.",
    ),
});
type Params = z.infer<typeof params>;

interface MixPool {
  readonly kinds: readonly string[];
  readonly pools: SharePools;
}

/** Requests a night, and those of one kind among them. */
function seriesOf(row: RequestCase, kinds: readonly string[], kind: string): ShareSeries {
  const nights = new Map<number, { trials: number; successes: number; weight: number }>();
  row.requested_ago.forEach((ago, i) => {
    const night = Math.floor(ago);
    const held = nights.get(night) ?? { trials: 0, successes: 0, weight: row.weights[i] ?? 1 };
    held.trials += 1;
    if (kinds[i] === kind) held.successes += 1;
    nights.set(night, held);
  });
  const counts = [...nights.values()];
  return {
    nights_ago: [...nights.keys()],
    weights: counts.map(({ weight }) => weight),
    group: "partner",
    trials: counts.map(({ trials }) => trials),
    successes: counts.map(({ successes }) => successes),
  };
}

function questions(
  of: (row: RequestCase) => readonly string[],
  kinds: readonly string[],
  chosen: Params,
): ShareQuestion<RequestCase>[] {
  return kinds.map((kind) => ({
    unit: kind === "" ? "requests that name none" : `requests of kind ${kind}`,
    of: "requests",
    rules: rulesOf(WINDOWS, chosen),
    series: (row) => seriesOf(row, of(row), kind),
  }));
}

/** What the steps themselves say. */
const OF_STEPS = { status: "stable", weight: 1, needs: ["sharing_steps"] } as const;

/** A detector of one kind of mix: all kinds that any partner asked for are looked at. */
function mixDetector(
  id: string,
  question: string,
  of: (row: RequestCase) => readonly string[],
  { status, weight, needs }: Pick<Detector, "status" | "needs"> & { readonly weight: number } = OF_STEPS,
) {
  return detector({
    id,
    question,
    entity: "partner",
    family: "mix",
    weight,
    needs,
    status,
    falsePositives: [
      "A crisis or operation that the partner is part of",
      "A new agreement or annex",
      "A change of liaison officer",
    ],
    wouldRefute: ["The partner announced the change", "Other partners show the same change"],
    references: ["Skellam 1948, JRSS-B 10:257"],
    params,
    caseShape: requestCase,
    cases: REQUEST_PANEL,
    pool: (cases, chosen): MixPool => {
      const kinds = [...new Set(cases.flatMap(of))].sort();
      return { kinds, pools: poolQuestions(cases, questions(of, kinds, chosen)) };
    },
    judge: (row, chosen, { kinds, pools }) =>
      pools.history_nights < HISTORY_MIN
        ? abstained("fewer than 28 nights of requests before tonight")
        : judgeQuestions(row, questions(of, kinds, chosen), pools),
    say: sayShare,
    events: REQUEST_EVENTS,
  });
}

/** Whether a partner has come to ask for other purposes: each purpose's share of its requests over one to four weeks. */
export const requestPurposes = mixDetector(
  "request-purposes",
  "Has this partner come to ask for other purposes?",
  ({ purposes }) => purposes,
);

/** Whether a partner's requests have come to be of another urgency: each tier's share over one to four weeks. */
export const requestTiers = mixDetector(
  "request-tiers",
  "Have this partner's requests become more or less urgent?",
  ({ tiers }) => tiers,
);

/** Whether a partner has come to ask for other material: each collection's share of its requests over one to four weeks. */
export const requestCollections = mixDetector(
  "request-collections",
  "Has this partner come to ask for other collections?",
  ({ collections }) => collections,
  { status: "trial", weight: 0.25, needs: ["sharing_steps", "objects"] },
);
