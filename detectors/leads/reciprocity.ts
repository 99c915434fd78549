import { z } from "zod";
import { detector } from "../card.js";
import { numbers } from "../cases/lists.js";
import { REQUEST_EVENTS } from "../cases/request-panel.js";
import { rulesOf, shareParams } from "../judges/params.js";
import { judgeQuestions, poolQuestions, type ShareQuestion, sayShare } from "../judges/share-looks.js";
import { abstained } from "../verdict.js";

/**
 * One row a partner with anything given or received in the last 118 nights: items by it, and releases to it, by night. The
 * register of items may reach further back than the steps do; days before the first step, and the two weeks in which the
 * first requests are still on their way, would show receiving alone.
 */
const CASES = /* sql */ `
  WITH
  moved AS (
    SELECT originator AS partner, created_at AS day, 1 AS received_count, 0 AS given_count
    FROM object
    WHERE created_at BETWEEN $night::DATE - 118 AND $night::DATE
      AND created_at >= (SELECT min(happened_at)::DATE + 14 FROM sharing_step WHERE known_from <= $night::DATE)
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND originator IN (SELECT partner FROM sharing_step WHERE known_from <= $night::DATE)
    UNION ALL
    SELECT partner, happened_at::DATE, 0, 1
    FROM sharing_step
    WHERE step = 'released' AND partner IS NOT NULL
      AND happened_at >= ($night::DATE - 118)::TIMESTAMPTZ AND happened_at < ($night::DATE + 1)::TIMESTAMPTZ
      AND happened_at::DATE >= (SELECT min(happened_at)::DATE + 14 FROM sharing_step WHERE known_from <= $night::DATE)
      AND known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ),
  by_night AS (
    SELECT partner, datediff('day', day, $night::DATE) AS ago, sum(received_count) AS received, sum(given_count) AS given
    FROM moved
    GROUP BY partner, ago
  )
  SELECT
    by_night.partner AS entity_id,
    list(coalesce(days_weighed.weight, 1) ORDER BY ago) AS weights,
    list(ago::INTEGER ORDER BY ago) AS nights_ago,
    list(received::DOUBLE ORDER BY ago) AS received_counts,
    list((received + given)::DOUBLE ORDER BY ago) AS moved_counts
  FROM by_night
  LEFT JOIN days_weighed($night::DATE) AS days_weighed
    ON days_weighed.entity_type = 'partner' AND days_weighed.entity_id = by_night.partner
    AND days_weighed.day = $night::DATE - ago::INTEGER
  GROUP BY by_night.partner
  ORDER BY by_night.partner
`;

const caseShape = z.object({
  entity_id: z.string(),
  nights_ago: numbers,
  weights: numbers,
  received_counts: numbers,
  moved_counts: numbers,
});
type Case = z.infer<typeof caseShape>;

const params = z.object({
  ...shareParams,
  dispersion_min: shareParams.dispersion_min
    .default(0.005)
    .describe("Least correlation of one night's items: they come in bundles, so shares spread more than acts do."),
});

/** Nights of history below which the balance of a partner is not known: two weeks beside the shorter window. */
const HISTORY_MIN = 28;

/** Two and four weeks: what is given and received balances over months, not days. */
const WINDOWS = [14, 28] as const;

function questions(chosen: z.infer<typeof params>): ShareQuestion<Case>[] {
  return [
    {
      unit: "items received from this partner",
      of: "items received or given",
      rules: rulesOf(WINDOWS, chosen),
      series: (row) => ({ ...row, group: "partner", successes: row.received_counts, trials: row.moved_counts }),
      side: "either",
    },
  ];
}

/**
 * Whether the balance of giving and receiving with a partner has moved, in either direction: items that the partner
 * originated among all that were received from it or released to it, over two and four weeks.
 *
 * p_value  Cauchy combination over both windows of twice the smaller beta-binomial tail
 */
export const reciprocity = detector({
  id: "reciprocity",
  question: "Has the balance of giving and receiving with this partner moved?",
  entity: "partner",
  family: "mix",
  needs: ["sharing_steps", "objects"],
  status: "stable",
  falsePositives: [
    "An operation in which one side has the sensors",
    "A registration backlog of items received",
    "Seasonal reporting",
  ],
  wouldRefute: ["Items received that were registered late", "A new agreement that changes what is given"],
  references: ["Skellam 1948, JRSS-B 10:257"],
  params,
  caseShape,
  cases: CASES,
  pool: (cases, chosen) => poolQuestions(cases, questions(chosen)),
  judge: (row, chosen, pools) =>
    pools.history_nights < HISTORY_MIN
      ? abstained("fewer than 28 nights of items and releases before tonight")
      : judgeQuestions(row, questions(chosen), pools),
  say: sayShare,
  events: REQUEST_EVENTS,
});
