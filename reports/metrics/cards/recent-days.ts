import type { MetricCard } from "../card.js";
import type { NowcastDay } from "../methods/reporting-delay.js";
import { dayNumber, isoDate } from "../methods/working-calendar.js";
import type { Metric, MetricContext } from "../metric.js";
import { expectedDays } from "../reporting-lag.js";

const WEEK_DAYS = 7;

const card: MetricCard = {
  id: "requests_received_last_week_expected_count",
  title: "Requests of the last seven days, once late records have come",
  question: "How many requests will the last seven days turn out to have had?",
  counting_rule:
    "Requests whose step requested falls on one of the last seven days. A day of which some are still to come, by how late steps have come so far, is counted as it is expected to become; a day of which most are still to come is withheld and counted as left out.",
  numerator: "requests made, those still to be reported counted in",
  denominator: "none: a count over the last seven days",
  exclusions: [{ id: "withheld_days", words: "days of which less than half has come: their figure would be a guess" }],
  unit: "count",
  target: { kind: "none", reason: "partners ask as often as they need to: neither more nor fewer is better" },
  direction: "neutral",
  owner: "disclosure office",
  method:
    "reverse-time hazards of the delay, what is missing negative binomial; ends of the days’ 95 % intervals added",
  source: "Lawless 1994, doi:10.2307/3315820; Höhle & an der Heiden 2014, doi:10.1111/biom.12194",
  needs: ["sharing_steps"],
  slices: [],
};

/** The last `days` days up to the night as they stand, and as they are expected to become; oldest first. */
export function recentDays({ requests, lag, night }: MetricContext, days: number): NowcastDay[] {
  const last = dayNumber(night);
  const counts = Array.from({ length: days }, (_, back) => ({ day: last - days + 1 + back, count: 0 }));
  const requested = requests.instant("requested_at");
  const rows = requests.rows({}, isoDate(last - days + 1), night);
  for (const row of rows) {
    const at = counts[(requests.day[row] ?? Number.NaN) - (last - days + 1)];
    if (at !== undefined && !Number.isNaN(requested[row] ?? Number.NaN)) at.count += 1;
  }
  return expectedDays(counts, lag, night);
}

/** The last week’s requests, corrected for those still to be reported. */
export const recentRequests: Metric = {
  card,
  estimate: (context) => {
    const days = recentDays(context, WEEK_DAYS);
    const told = days.filter(({ status }) => status !== "withheld");
    const sum = (of: "expected" | "lower" | "upper") => told.reduce((all, day) => all + (day[of] ?? 0), 0);
    const isCorrected = told.some(({ status }) => status === "corrected");
    return [
      {
        slice: {},
        period: { first: isoDate(dayNumber(context.night) - WEEK_DAYS + 1), last: context.night },
        n: told.reduce((all, { observed }) => all + observed, 0),
        excluded: { withheld_days: days.length - told.length },
        value: told.length === 0 ? null : sum("expected"),
        interval: isCorrected ? [sum("lower"), sum("upper")] : null,
      },
    ];
  },
};
