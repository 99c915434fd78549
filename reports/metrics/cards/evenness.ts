import { group } from "d3-array";
import { z } from "zod";
import { garwoodInterval } from "../../../data/statistics/intervals.js";
import { bindNamed } from "../../../data/store/named.js";
import type { MetricCard } from "../card.js";
import { concentration } from "../methods/concentration.js";
import { dayNumber, isoDate } from "../methods/working-calendar.js";
import type { Estimated, Metric, MetricContext } from "../metric.js";
import { LEVEL, rateMetric } from "../tally.js";
import { cardOf, NO_TARGET } from "./words.js";

/** New leads about people, and what would be theirs if each night's leads fell evenly on those judged that night. */
const FAIRNESS = /* sql */ `
  WITH person AS (
    SELECT actor_id, min(nation) AS nation, min(unit) AS unit, min(role) AS role
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    GROUP BY actor_id
  ),
  judged AS (
    SELECT combined.night, nation, unit, role, count(*) AS judged_count, count(flag.flag_id) AS lead_count
    FROM combined
    LEFT JOIN person ON person.actor_id = combined.entity_id
    LEFT JOIN flag ON flag.queue = 'leads' AND flag.entity_type = 'actor' AND flag.entity_id = combined.entity_id
      AND flag.first_night = combined.night
    WHERE combined.entity_type = 'actor' AND combined.night BETWEEN $first::DATE AND $night::DATE
    GROUP BY combined.night, nation, unit, role
  ),
  spread AS (
    SELECT *, sum(lead_count) OVER (PARTITION BY night) * judged_count / sum(judged_count) OVER (PARTITION BY night) AS expected
    FROM judged
  )
  SELECT nation, unit, role,
    sum(lead_count)::INTEGER AS numerator,
    sum(judged_count)::INTEGER AS denominator,
    sum(expected ORDER BY night)::DOUBLE AS expected
  FROM spread
  GROUP BY nation, unit, role
  ORDER BY nation, unit, role
`;

const APPROVERS = /* sql */ `
  SELECT partner, actor_id AS member, count(*)::INTEGER AS count
  FROM sharing_step
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
    AND step = 'approved' AND actor_id IS NOT NULL
    AND happened_at >= timezone($time_zone, $first::TIMESTAMP) AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
  GROUP BY partner, actor_id
  ORDER BY partner, actor_id
`;

/** Over the last week alone: events are read by the day and never over the whole period. */
const CHANNELS = /* sql */ `
  SELECT partner, channel AS member, count(*)::INTEGER AS count
  FROM event
  WHERE day BETWEEN $night::DATE - 6 AND $night::DATE AND action IN ('share', 'forward', 'export') AND channel IS NOT NULL
  GROUP BY partner, channel
  ORDER BY partner, channel
`;

const fairShape = z.object({
  nation: z.string().nullable(),
  unit: z.string().nullable(),
  role: z.string().nullable(),
  numerator: z.number(),
  denominator: z.number(),
  expected: z.number(),
});

const fairCard: MetricCard = {
  id: "leads_over_even_share_index",
  title: "Leads about people, against an even share",
  question: "Do leads fall on one nation, unit or role more than on others judged on the same nights?",
  counting_rule:
    "New leads about people, over those they would have if each night’s leads fell evenly on everybody judged that night: 1 is an even share. Small groups can tell little: see the interval. Some of many groups will lie off 1 by chance.",
  numerator: "new leads about people of the group",
  denominator: "people and nights judged",
  exclusions: { none: "every person judged is counted; one the directory does not know is in no group" },
  unit: "index",
  target: { kind: "none", reason: "an even share is no aim in itself: units differ in what they do" },
  direction: "neutral",
  owner: "human rights adviser",
  method: "observed over expected; exact Poisson interval, 95 %",
  source: "Garwood 1936; indirect standardisation by night",
  needs: ["access", "actors"],
  slices: ["nation", "unit", "role"],
};

const fairness: Metric = {
  card: fairCard,
  estimate: async ({ store, values }) => {
    const rows = await store.rows(FAIRNESS, fairShape, bindNamed(FAIRNESS, values));
    const groups = (["nation", "unit", "role"] as const).flatMap((kind) =>
      [...group(rows, (row) => row[kind])]
        .flatMap(([name, own]) => (name === null ? [] : [{ name, own }]))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, own }): Estimated => ({ slice: { [kind]: name }, ...ratio(own) })),
    );
    return [{ slice: {}, ...ratio(rows) }, ...groups];
  },
};

function ratio(rows: readonly z.infer<typeof fairShape>[]): Pick<Estimated, "n" | "value" | "interval"> {
  const observed = rows.reduce((sum, row) => sum + row.numerator, 0);
  const expected = rows.reduce((sum, row) => sum + row.expected, 0);
  const n = rows.reduce((sum, row) => sum + row.denominator, 0);
  if (!(expected > 0)) return { n, value: null };
  const { lower, upper } = garwoodInterval(observed, LEVEL);
  return { n, value: observed / expected, interval: [lower / expected, upper / expected] };
}

const memberShape = z.object({ partner: z.string().nullable(), member: z.string(), count: z.number() });

const concentrationCard = (
  parts: Pick<
    MetricCard,
    "id" | "title" | "question" | "counting_rule" | "numerator" | "denominator" | "owner" | "needs"
  >,
): MetricCard => ({
  ...parts,
  exclusions: { none: "every act of the span that names one is counted" },
  unit: "index",
  target: NO_TARGET,
  direction: "neutral",
  method: "sum of squared shares (Herfindahl); no interval: all acts are counted, not a sample",
  source: "Herfindahl 1950; Hirschman 1964",
  slices: ["partner"],
});

function concentrationMetric(
  card: MetricCard,
  sql: string,
  spanOf: (context: MetricContext) => Estimated["period"],
): Metric {
  return {
    card,
    estimate: async (context) => {
      const rows = await context.store.rows(sql, memberShape, bindNamed(sql, context.values));
      const period = spanOf(context);
      const of = (own: readonly z.infer<typeof memberShape>[]) => {
        const members = [...group(own, ({ member }) => member).values()];
        const { herfindahl, total } = concentration(
          members.map((each) => each.reduce((sum, row) => sum + row.count, 0)),
        );
        return { n: total, value: herfindahl, ...(period === undefined ? {} : { period }) };
      };
      return [
        { slice: {}, ...of(rows) },
        ...context.partners.map((partner) => ({
          slice: { partner },
          ...of(rows.filter((row) => row.partner === partner)),
        })),
      ];
    },
  };
}

/** How evenly leads, approvals and channels are spread. */
export const evennessMetrics: readonly Metric[] = [
  fairness,
  rateMetric(
    cardOf("rate", {
      id: "leads_per_1000_judged",
      title: "Leads about people, per 1,000 judged",
      question: "Of a thousand times that a person was judged on a night, how often was there a new lead?",
      counting_rule: "New leads about people, over the people judged on each night of the period.",
      numerator: "new leads about people",
      denominator: "people and nights judged",
      exclusions: { none: "every person judged is counted; one the directory does not know is in no group" },
      direction: "neutral",
      owner: "human rights adviser",
      needs: ["access", "actors"],
      slices: ["nation", "role"],
    }),
    FAIRNESS,
  ),
  concentrationMetric(
    concentrationCard({
      id: "approver_concentration_index",
      title: "How far approvals rest on few people",
      question: "Would sharing stand still if one approver were away?",
      counting_rule:
        "Approvals of the period by who gave them: 1 when one person gave all, one over their number when they are spread evenly.",
      numerator: "sum of squared shares of approvals",
      denominator: "approvals of the period",
      owner: "disclosure office",
      needs: ["sharing_steps"],
    }),
    APPROVERS,
    () => undefined,
  ),
  concentrationMetric(
    concentrationCard({
      id: "channel_concentration_index",
      title: "How far sharing rests on few channels",
      question: "Would sharing stand still, or go unseen, if one channel failed?",
      counting_rule:
        "Acts of sharing, forwarding and exporting in the last seven days by the channel they went over: 1 when one channel carried all.",
      numerator: "sum of squared shares of acts by channel",
      denominator: "acts of sharing in the last seven days that name a channel",
      owner: "communications office",
      needs: ["access"],
    }),
    CHANNELS,
    ({ night }) => ({ first: isoDate(dayNumber(night) - 6), last: night }),
  ),
];
