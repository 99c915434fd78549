import type { MetricCard } from "../card.js";
import { binCounts, type ClassicalSet, isBalanced, summariseCounts } from "../methods/classical-set.js";
import { dayNumber } from "../methods/working-calendar.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import type { RequestFrame } from "../request-frame.js";
import { slicesOf } from "../slices.js";

const known = new WeakMap<RequestFrame, Map<string, Classical>>();

/** Before any request. */
const BEGINNING = "0001-01-01";

type Figures = Omit<ClassicalSet, "basis" | "oldest">;

/** The classical set of a slice in calendar days, and how many requests could not be dated. */
export interface Classical {
  readonly set: Figures;
  readonly excluded: { readonly no_request_step: number; readonly ended_before_it_began: number };
}

/**
 * The classical set of the period, over every request that was open in it, whenever it was made; days are calendar days in
 * the home zone.
 *
 * throws   an Error where start + received − processed is not what is left: a bug, and nothing is published
 */
export function classicalOf({ requests, period }: MetricContext, slice: Slice): Classical {
  const ofFrame = known.get(requests) ?? new Map<string, Classical>();
  known.set(requests, ofFrame);
  const key = JSON.stringify([slice, period]);
  const found = ofFrame.get(key) ?? compute(requests, slice, period);
  ofFrame.set(key, found);
  return found;
}

function compute(requests: RequestFrame, slice: Slice, period: MetricContext["period"]): Classical {
  const requested = requests.instant("requested_at");
  const decided = requests.instant("decided_at");
  const { day, decided_day } = requests;
  const [first, last] = [dayNumber(period.first), dayNumber(period.last)];
  const excluded = { no_request_step: 0, ended_before_it_began: 0 };
  const processed: number[] = [];
  const ages: number[] = [];
  let start_count = 0;
  let processed_count = 0;
  let end_count = 0;
  let received_count = 0;
  for (const row of requests.rows(slice, BEGINNING, period.last)) {
    const from = requested[row] ?? Number.NaN;
    const made = day[row] ?? Number.NaN;
    const done = decided_day[row] ?? Number.NaN;
    if (Number.isNaN(from)) excluded.no_request_step += 1;
    else if ((decided[row] ?? Number.NaN) < from) excluded.ended_before_it_began += 1;
    else {
      if (made >= first) received_count += 1;
      else if (!(done < first)) start_count += 1;
      if (done >= first && done <= last) {
        processed[done - made] = (processed[done - made] ?? 0) + 1;
        processed_count += 1;
      }
      if (!(done <= last)) {
        ages[last - made] = (ages[last - made] ?? 0) + 1;
        end_count += 1;
      }
    }
  }
  const flow = { start_count, received_count, processed_count, end_count };
  if (!isBalanced(flow)) throw new Error(`requests do not add up: ${JSON.stringify({ slice, flow })}`);
  const set = {
    ...flow,
    processed: summariseCounts(processed),
    bins: binCounts(processed),
    pending: summariseCounts(ages),
    backlog: binCounts(ages),
  };
  return { set, excluded };
}

const COMMON = {
  exclusions: [
    { id: "no_request_step", words: "requests with no step “requested”: nobody knows when they were made" },
    { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
  ],
  target: { kind: "none", reason: "these are the figures of annual reports; the waits above are held against targets" },
  owner: "disclosure office",
  source: "5 U.S.C. 552(e)(1); Department of Justice, Handbook for Agency Annual FOIA Reports",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
} satisfies Partial<MetricCard>;

const counted = (
  id: string,
  title: string,
  question: string,
  counting_rule: string,
  value: (set: Figures) => number,
): Metric =>
  metric(
    {
      ...COMMON,
      id,
      title,
      question,
      counting_rule: `${counting_rule} At the start + made − decided = at the end, always.`,
      numerator: title.toLowerCase(),
      denominator: "none: a count",
      unit: "count",
      direction: "neutral",
      method: "a plain count, not a sample: it has no interval",
    },
    (set) => ({ n: value(set), value: value(set) }),
  );

const summarised = (
  of: "processed" | "pending",
  figure: "median" | "mean" | "lowest" | "highest",
  title: string,
  question: string,
): Metric =>
  metric(
    {
      ...COMMON,
      id: `${of}_days_${figure}`,
      title,
      question,
      counting_rule:
        of === "processed"
          ? "Calendar days from the day of the request to the day of its decision, over requests decided in the period, whenever they were made. Open requests are not in it: see the median above."
          : "Calendar days from the day of the request to the last day of the period, over requests open at its end, whenever they were made.",
      numerator: of === "processed" ? "days from request to decision" : "days since the request",
      denominator: of === "processed" ? "requests decided in the period" : "requests open at the end of the period",
      unit: "calendar days",
      direction: "neutral",
      method: `plain ${figure}; all requests are counted, not a sample: it has no interval`,
    },
    (set) => ({ n: set[of].count, value: set[of][figure] }),
  );

function metric(card: MetricCard, figure: (set: Figures) => Pick<Estimated, "n" | "value">): Metric {
  return {
    card,
    estimate: (context) =>
      slicesOf(card.slices, context).map((slice) => {
        const { set, excluded } = classicalOf(context, slice);
        return { slice, excluded, ...figure(set) };
      }),
  };
}

/** What annual reports print, beside what they leave out. */
export const classicalMetrics: readonly Metric[] = [
  counted(
    "requests_at_start_count",
    "Requests open at the start",
    "How many requests were open when the period began?",
    "Requests made before the first day of the period and not decided before it.",
    (set) => set.start_count,
  ),
  counted(
    "requests_processed_count",
    "Requests decided in the period, whenever made",
    "How many requests were decided in the period?",
    "Requests whose first of approved, denied and withdrawn falls on a day of the period, whenever they were made.",
    (set) => set.processed_count,
  ),
  counted(
    "requests_at_end_count",
    "Requests open at the end, whenever made",
    "How many requests were open when the period ended?",
    "Requests made on or before the last day of the period and not decided by its end.",
    (set) => set.end_count,
  ),
  summarised(
    "processed",
    "median",
    "Decided requests took, in the middle",
    "How many days did the middle one of the decided requests take?",
  ),
  summarised(
    "processed",
    "mean",
    "Decided requests took, on average",
    "How many days did the decided requests take on average?",
  ),
  summarised("processed", "lowest", "The quickest decision took", "How many days did the quickest decision take?"),
  summarised("processed", "highest", "The slowest decision took", "How many days did the slowest decision take?"),
  summarised(
    "pending",
    "median",
    "Open requests have waited, in the middle",
    "How many days has the middle one of the open requests waited?",
  ),
  summarised(
    "pending",
    "mean",
    "Open requests have waited, on average",
    "How many days have the open requests waited on average?",
  ),
];
