import { z } from "zod";
import type { MetricCard } from "../card.js";
import { survivalQuantiles } from "../methods/survival-quantile.js";
import { dayNumber, isoDate, type OpenHours } from "../methods/working-calendar.js";
import { workingClock } from "../methods/working-clock.js";
import type { Estimated, Metric, MetricContext } from "../metric.js";
import { slicesOf } from "../slices.js";
import { measureWaiting, type Stage } from "../waiting.js";
import { cardOf } from "./words.js";

const WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const HOLIDAYS = /* sql */ `
  SELECT DISTINCT day
  FROM holiday
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE) AND nation = $home_nation
  ORDER BY day
`;

const card: MetricCard = cardOf("wait", {
  id: "requested_to_decided_working_hours_median",
  title: "In working hours, half of requests are decided within",
  question: "How much of the home side’s own working time passes until half of the requests have a decision?",
  counting_rule:
    "Working hours of the home side (its week and opening hours from the settings, its holidays from the calendar feed, in the home zone) from requested to the first of approved, denied and withdrawn; open requests count as waiting until the end of the night. No step of the feed stops the clock. Never mixed with calendar hours.",
  numerator: "working hours from requested to decided, or to the end of the night",
  denominator: "requests made in the period",
  exclusions: [
    { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
    { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
  ],
  unit: "working hours",
  direction: "decrease",
  owner: "disclosure office",
  needs: ["sharing_steps", "calendar"],
  slices: ["partner", "tier"],
});

/** Days beyond the period that the clock covers, so that the end of the last night is inside it. */
const MARGIN_DAYS = 2;

async function homeStage({ store, values, settings, period }: MetricContext): Promise<Stage> {
  const { night = "", home_nation = "" } = values;
  const holidays = await store.rows(HOLIDAYS, z.object({ day: z.string() }), { night, home_nation });
  const { days, opens, closes } = settings.working;
  const open: OpenHours = { start: opens, end: closes };
  const calendar = {
    time_zone: settings.home.time_zone,
    week: WEEK.map((day) => (days.includes(day) ? open : null)),
    holidays: new Set(holidays.map(({ day }) => day)),
  };
  const span = {
    first: isoDate(dayNumber(period.first) - MARGIN_DAYS),
    last: isoDate(dayNumber(period.last) + MARGIN_DAYS),
  };
  const clock = { name: "home", clock: workingClock(calendar, span) };
  return { from: "requested_at", to: "decided_at", scale: "hours", clock };
}

/** The wait for a decision in the home side's own working time. */
export const decidedWorkingMedian: Metric = {
  card,
  estimate: async (context) => {
    const stage = await homeStage(context);
    return slicesOf(card.slices, context).map((slice): Estimated => {
      const { curve, n, excluded } = measureWaiting(context.requests, stage, slice, context.period);
      const [half] = survivalQuantiles(curve, [0.5]);
      return { slice, n, excluded, value: half?.time ?? null, interval: [half?.lower ?? null, half?.upper ?? null] };
    });
  },
};
