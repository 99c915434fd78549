import { z } from "zod";
import { detector } from "../card.js";
import { booleans, numbers, texts } from "../cases/lists.js";
import { classRanks, LEVELS_ASKED, shareAtLeast } from "../judges/class-level.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { judgeQuestions, poolQuestions, type SharePools, type ShareQuestion, sayShare } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

/**
 * Every partner that objects were given to, received from or opened with in the last 118 nights, one row each, with aligned
 * lists by night and class. What is given and what is opened are two mixes: `given` and `opened`. A mix with nothing tonight is
 * not asked.
 */
const CASES = /* sql */ `
  SELECT
    objects.partner AS entity_id,
    $night::DATE::VARCHAR AS night,
    $home_nation AS home,
    list(datediff('day', objects.day, $night::DATE)::INTEGER ORDER BY objects.day DESC, class, is_given) AS nights_ago,
    list(class ORDER BY objects.day DESC, class, is_given) AS classes,
    list(is_given ORDER BY objects.day DESC, class, is_given) AS is_given,
    list(object_count ORDER BY objects.day DESC, class, is_given) AS object_counts,
    list(coalesce(days_weighed.weight, 1) ORDER BY objects.day DESC, class, is_given) AS weights
  FROM partner_class_day AS objects
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'partner' AND days_weighed.entity_id = objects.partner
    AND days_weighed.day = objects.day
  WHERE objects.day BETWEEN $night::DATE - 117 AND $night::DATE
  GROUP BY objects.partner
  ORDER BY objects.partner
`;

const EVENTS = /* sql */ `
  SELECT event_id
  FROM event
  WHERE partner = $entity_id AND day BETWEEN $night::DATE - 13 AND $night::DATE AND object_id IS NOT NULL
    AND outcome = 'success'
  ORDER BY event_time, source, event_id
`;

const caseShape = z.object({
  entity_id: z.string(),
  night: z.string(),
  home: z.string(),
  nights_ago: numbers,
  classes: texts,
  is_given: booleans,
  object_counts: numbers,
  weights: numbers,
});
type Case = z.infer<typeof caseShape>;
type Ranks = ReadonlyMap<string, number | null>;

/** One, two and four weeks: a few objects a day go to a partner. */
const WINDOWS = [7, 14, 28] as const;

/** Nights below which nobody's mix is known. */
const HISTORY_MIN = 28;

const params = z.object({
  ...shareParams,
  dispersion_min: shareParams.dispersion_min
    .default(0.005)
    .describe("Least correlation of one night's objects: they come in bundles of a kind, as requests do."),
});

const MIXES = [
  { is_given: true, of: "marked objects given to or received from the partner" },
  { is_given: false, of: "marked objects opened with the partner" },
] as const;

const questions = (chosen: z.infer<typeof params>, ranks: Ranks): ShareQuestion<Case>[] =>
  MIXES.flatMap(({ is_given, of }) =>
    LEVELS_ASKED.map(({ level, unit }) => ({
      unit,
      of,
      rules: rulesOf(WINDOWS, chosen),
      series: (row: Case) => ({ group: of, ...shareAtLeast(only(row, is_given), level, ranks) }),
      side: "either" as const,
    })),
  );

function only(row: Case, isGiven: boolean) {
  const isKept = (_: unknown, i: number) => row.is_given[i] === isGiven;
  return {
    nights_ago: row.nights_ago.filter(isKept),
    classes: row.classes.filter(isKept),
    object_counts: row.object_counts.filter(isKept),
    weights: row.weights.filter(isKept),
  };
}

/**
 * Whether the mix of classes that a partner is given, gives or opens has moved, up or down: the share of the highest class and
 * of SECRET or above over one, two and four weeks.
 *
 * p_value  Cauchy combination of twice the smaller beta-binomial tail of each share and window
 */
export const partnerClasses = detector({
  id: "partner-classes",
  question: "Has what is shared with this partner come to be of other classes?",
  entity: "partner",
  family: "mix",
  needs: ["access"],
  status: "trial",
  falsePositives: [
    "An operation that both take part in, with material of its own class",
    "A new agreement with another ceiling",
    "A collection that was marked anew as a whole",
  ],
  wouldRefute: ["A request or tasking that names the material", "The same change with other partners"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape,
  cases: CASES,
  pool(cases, chosen): { readonly ranks: Ranks; readonly pools: SharePools } {
    const ranks = classRanks(
      cases.flatMap(({ classes }) => classes),
      cases[0]?.home ?? "",
    );
    return { ranks, pools: poolQuestions(cases, questions(chosen, ranks)) };
  },
  judge: (row, chosen, { ranks, pools }) =>
    pools.history_nights < HISTORY_MIN
      ? abstained("fewer than 28 nights of marked objects before tonight")
      : judgeQuestions(row, questions(chosen, ranks), pools),
  say: sayShare,
  events: EVENTS,
});
