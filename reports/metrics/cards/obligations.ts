import { z } from "zod";
import { bindNamed } from "../../../data/store/named.js";
import type { MetricCard } from "../card.js";
import { shareDifference } from "../methods/share-difference.js";
import type { Estimated, Metric } from "../metric.js";
import { COMPARED, countMetric, LEVEL, shareMetric } from "../tally.js";
import { cardOf } from "./words.js";

const MET_IN_TIME = /* sql */ `
  SELECT agreement.partner, CASE WHEN owed_by = $home_nation THEN 'home' ELSE 'partner' END AS side,
    (count(*) FILTER (met_at <= due_at))::INTEGER AS numerator,
    (count(*) FILTER (waived_at IS NULL OR waived_at > due_at))::INTEGER AS denominator,
    (count(*) FILTER (waived_at <= due_at))::INTEGER AS waived
  FROM obligation
  LEFT JOIN (
    SELECT agreement_id, min(partner) AS partner
    FROM agreement
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY agreement_id
  ) AS agreement USING (agreement_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND due_at BETWEEN $first::DATE AND $night::DATE AND owed_by IS NOT NULL
  GROUP BY agreement.partner, side
  ORDER BY agreement.partner, side
`;

const OVERDUE = /* sql */ `
  SELECT agreement.partner, CASE WHEN owed_by = $home_nation THEN 'home' ELSE 'partner' END AS side,
    (count(*) FILTER (
      (met_at IS NULL OR met_at > $night::DATE) AND (waived_at IS NULL OR waived_at > $night::DATE)
    ))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM obligation
  LEFT JOIN (
    SELECT agreement_id, min(partner) AS partner
    FROM agreement
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY agreement_id
  ) AS agreement USING (agreement_id)
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND due_at < $night::DATE
  GROUP BY agreement.partner, side
  ORDER BY agreement.partner, side
`;

const COMMON = {
  owner: "agreements office",
  needs: ["obligations"],
  slices: ["partner", "side"],
} satisfies Partial<MetricCard>;

const reciprocityCard: MetricCard = {
  ...COMMON,
  id: "obligations_reciprocity_index",
  title: "Reciprocity of obligations",
  question: "Do the partners keep what they owe as well as the home side keeps what it owes?",
  counting_rule:
    "Share of obligations due in the period that the partner met in time, less the share that the home side met in time: 0 is even, above 0 the partner keeps more.",
  numerator: "difference of two shares met in time",
  denominator: "obligations due in the period, on both sides",
  exclusions: [{ id: "one_side", words: "obligations of an agreement where only one side owed anything" }],
  unit: "index",
  target: { kind: "none", reason: "neither side keeping more than the other is better: 0 is even" },
  direction: "neutral",
  method: "difference of shares with Newcombe’s hybrid score interval, 95 %",
  source: "Newcombe 1998, Statistics in Medicine 17:873, method 10",
  slices: ["partner"],
};

const sideShape = z.object({
  partner: z.string().nullable(),
  side: z.enum(["home", "partner"]),
  numerator: z.number(),
  denominator: z.number(),
});
type Side = z.infer<typeof sideShape>;

/** Partner's share kept less the home side's; null where one of them owed nothing. */
export function reciprocity(rows: readonly Side[]): Pick<Estimated, "n" | "value" | "interval" | "excluded"> {
  const keptBy = (side: Side["side"]) => {
    const own = rows.filter((row) => row.side === side);
    return {
      numerator: own.reduce((sum, row) => sum + row.numerator, 0),
      denominator: own.reduce((sum, row) => sum + row.denominator, 0),
    };
  };
  const [theirs, ours] = [keptBy("partner"), keptBy("home")];
  const due = theirs.denominator + ours.denominator;
  if (theirs.denominator === 0 || ours.denominator === 0) return { n: 0, value: null, excluded: { one_side: due } };
  const { difference, lower, upper } = shareDifference(theirs, ours, LEVEL);
  return { n: due, value: difference, interval: [lower, upper] };
}

/** What each side owes the other and keeps. */
export const obligationMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "obligations_met_in_time_share",
      title: "Obligations met in time",
      question: "What share of what was due under the agreements was done by its date?",
      counting_rule:
        "Obligations due in the period that have evidence of being met by their date; without evidence an obligation is not met.",
      numerator: "obligations met by their date",
      denominator: "obligations due in the period",
      exclusions: [{ id: "waived", words: "obligations waived before they were due" }],
      direction: "increase",
    }),
    MET_IN_TIME,
    COMPARED,
  ),
  countMetric(
    cardOf("count", {
      ...COMMON,
      id: "obligations_overdue_count",
      title: "Obligations overdue",
      question: "How many obligations are past their date and neither met nor waived?",
      counting_rule: "Obligations due before the night, whenever that was, neither met nor waived by the end of it.",
      numerator: "obligations overdue",
      denominator: "obligations due before the night",
      exclusions: { none: "every obligation due before the night is counted" },
      direction: "decrease",
    }),
    OVERDUE,
  ),
  {
    card: reciprocityCard,
    estimate: async ({ store, values, partners }) => {
      const rows = await store.rows(MET_IN_TIME, sideShape, bindNamed(MET_IN_TIME, values));
      return [
        { slice: {}, ...reciprocity(rows) },
        ...partners.map((partner) => ({
          slice: { partner },
          ...reciprocity(rows.filter((row) => row.partner === partner)),
        })),
      ];
    },
  },
];
