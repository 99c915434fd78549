import { z } from "zod";
import { FEEDS } from "../../../data/feeds/feeds.js";
import { AUDITABLE_EVENTS } from "../auditable-events.js";
import type { MetricCard } from "../card.js";
import { dayNumber, isoDate } from "../methods/working-calendar.js";
import type { Metric, MetricContext } from "../metric.js";
import { countMetric, readOnce, shareMetric } from "../tally.js";
import { cardOf } from "./words.js";

/** Days of the period on which a source said anything, from its own first day on. */
const NIGHTS_HEARD = /* sql */ `
  SELECT source,
    count(DISTINCT day) FILTER (day >= $first::DATE)::INTEGER AS numerator,
    ($night::DATE - greatest(min(day), $first::DATE) + 1)::INTEGER AS denominator
  FROM source_hour
  WHERE day <= $night::DATE
  GROUP BY source
  ORDER BY source
`;

const REFUSED = /* sql */ `
  SELECT feed AS kind, sum(refused)::BIGINT AS numerator, sum(rows_read)::BIGINT AS denominator
  FROM file
  WHERE known_from <= $night::DATE AND status = 'read'
  GROUP BY feed
  HAVING sum(rows_read) > 0
  ORDER BY feed
`;

const ABSTAINED = /* sql */ `
  SELECT detector,
    (count(*) FILTER (status = 'abstained'))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM verdict
  WHERE night BETWEEN $first::DATE AND $night::DATE
  GROUP BY detector
  ORDER BY detector
`;

/** As the last self-test of the period found them. */
const UNCALIBRATED = /* sql */ `
  SELECT detector,
    (count(*) FILTER (NOT is_calibrated))::INTEGER AS numerator,
    count(*)::INTEGER AS denominator
  FROM self_test
  WHERE night = (SELECT max(night) FROM self_test WHERE night BETWEEN $first::DATE AND $night::DATE)
  GROUP BY detector
  ORDER BY detector
`;

/** Over the last week alone: events are read by the day and never over the whole period. */
const ACTIONS = /* sql */ `
  SELECT source, list(DISTINCT action::VARCHAR ORDER BY action::VARCHAR) AS actions
  FROM event
  WHERE day BETWEEN $night::DATE - 6 AND $night::DATE
  GROUP BY source
  ORDER BY source
`;

const readActions = readOnce(z.object({ source: z.string(), actions: z.array(z.string()) }));

/** The acts that each source logged in the last week, by the source's name. */
export function actionsOf(context: Pick<MetricContext, "store" | "values">) {
  return readActions(ACTIONS, context);
}

const COMMON = { owner: "oversight office", needs: ["access"] } satisfies Partial<MetricCard>;

const auditableCard = cardOf("count", {
  ...COMMON,
  id: "auditable_events_seen_count",
  title: "Auditable events that the logs record",
  question: "How many of the 29 kinds of event that a log should record does each source record?",
  counting_rule:
    "Kinds of event with at least one record in the last seven days, by the act they are logged as. Kinds that no log of acts can show count as not seen.",
  numerator: "kinds of event seen",
  denominator: "the 29 kinds of auditable event",
  exclusions: { none: "all 29 kinds are counted for every source" },
  direction: "increase",
  source: "ICS 500-27, by its headings in public conformance pages",
  slices: ["source"],
});

const absentCard = cardOf("count", {
  ...COMMON,
  id: "feeds_absent_count",
  title: "Feeds that are absent",
  question: "How many of the feeds that could be read have never been delivered?",
  counting_rule:
    "Feeds of the interface contract of which no file had been read by the night; each takes figures away.",
  numerator: "feeds without a file",
  denominator: "feeds of the interface contract",
  exclusions: { none: "every feed of the contract is counted" },
  direction: "decrease",
  slices: ["kind"],
});

/** What could not be seen: silent sources, refused rows, cases not judged, events not logged, feeds not delivered. */
export const coverageMetrics: readonly Metric[] = [
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "source_nights_heard_share",
      title: "Nights on which a source was heard",
      question: "On what share of the nights did each logging system deliver anything?",
      counting_rule:
        "Days of the period with at least one record of the source, from the first day it was ever heard. A night without records may be a night without work.",
      numerator: "nights with a record",
      denominator: "nights of the period since the source was first heard",
      exclusions: { none: "every night since the source was first heard is counted" },
      direction: "increase",
      slices: ["source"],
    }),
    NIGHTS_HEARD,
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "rows_refused_share",
      title: "Rows that could not be read",
      question: "What share of the rows delivered could not be read?",
      counting_rule:
        "Rows refused, by feed, over all rows of the files read by the night; each stands in the table of refused rows with its reason.",
      numerator: "rows refused",
      denominator: "rows read",
      exclusions: { none: "every row of every file is counted" },
      direction: "decrease",
      slices: ["kind"],
    }),
    REFUSED,
  ),
  shareMetric(
    cardOf("share", {
      ...COMMON,
      id: "cases_not_judged_share",
      title: "Cases that a detector could not judge",
      question: "Of all that was shown to a detector, for what share did it give no opinion?",
      counting_rule:
        "Verdicts of the period that abstained, with their reason, over all verdicts. No opinion is never read as normal.",
      numerator: "verdicts without an opinion",
      denominator: "verdicts of the period",
      exclusions: { none: "every verdict of the period is counted" },
      direction: "decrease",
      slices: ["detector"],
    }),
    ABSTAINED,
  ),
  countMetric(
    cardOf("count", {
      ...COMMON,
      id: "detectors_uncalibrated_count",
      title: "Detectors whose own price does not hold",
      question: "For how many detectors do the stated chances not hold on ordinary nights?",
      counting_rule:
        "Detectors whose p-values of the last weeks were not uniform by the last self-test of the period; their leads count as unusual more or less often than stated.",
      numerator: "detectors not calibrated",
      denominator: "detectors tested",
      exclusions: { none: "every detector that was tested is counted" },
      direction: "decrease",
      slices: ["detector"],
    }),
    UNCALIBRATED,
  ),
  {
    card: auditableCard,
    estimate: async (context) => {
      const { night } = context;
      const sources = await actionsOf(context);
      const period = { first: isoDate(dayNumber(night) - 6), last: night };
      const seen = (actions: readonly string[]) =>
        AUDITABLE_EVENTS.filter((event) => event.actions.some((action) => actions.includes(action))).length;
      const n = AUDITABLE_EVENTS.length;
      return [
        { slice: {}, n, value: seen(sources.flatMap(({ actions }) => actions)), period },
        ...sources.map(({ source, actions }) => ({ slice: { source }, n, value: seen(actions), period })),
      ];
    },
  },
  {
    card: absentCard,
    estimate: ({ feeds }) => {
      const names = ["access", ...FEEDS.map(({ name }) => name)];
      const absent = names.filter((name) => !feeds.has(name));
      return [
        { slice: {}, n: names.length, value: absent.length },
        ...absent.map((kind) => ({ slice: { kind }, n: 1, value: 1 })),
      ];
    },
  },
];
