import { z } from "zod";
import type { Settings } from "../../../data/settings/shape.js";
import type { MetricCard } from "../card.js";
import { eventTable } from "../methods/durations.js";
import { kaplanMeier, LOG_LOG_95 } from "../methods/kaplan-meier.js";
import { survivalQuantiles } from "../methods/survival-quantile.js";
import { dayNumber, isoDate, type OpenHours } from "../methods/working-calendar.js";
import { type Clock, workingClock } from "../methods/working-clock.js";
import type { Estimated, Metric, MetricContext } from "../metric.js";
import { slicesOf } from "../slices.js";
import { measureWaiting, type Stage, type Waiting } from "../waiting.js";
import { cardOf } from "./words.js";

const WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const HOLIDAYS = /* sql */ `
  SELECT DISTINCT nation, day
  FROM holiday
  WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
  ORDER BY nation, day
`;

/** The zone that most people of a nation have; of two that are as common the first by name. */
const ZONES = /* sql */ `
  SELECT nation, first(time_zone ORDER BY people DESC, time_zone) AS time_zone
  FROM (
    SELECT nation, time_zone, count(*) AS people
    FROM actor
    WHERE known_from <= $night::DATE AND (known_until IS NULL OR known_until > $night::DATE)
      AND kind = 'person' AND nation IS NOT NULL AND time_zone IS NOT NULL
    GROUP BY nation, time_zone
  )
  GROUP BY nation
  ORDER BY nation
`;

const COMMON = {
  denominator: "requests made in the period",
  exclusions: [
    { id: "no_request_step", words: "requests with no step “requested”: nobody knows since when they wait" },
    { id: "ended_before_it_began", words: "requests whose decision is dated before the request" },
  ],
  unit: "working hours",
  direction: "decrease",
  numerator: "working hours from requested to decided, or to the end of the night",
  needs: ["sharing_steps", "calendar"],
} satisfies Partial<MetricCard>;

const homeCard: MetricCard = cardOf("wait", {
  ...COMMON,
  id: "requested_to_decided_working_hours_median",
  title: "In working hours, half of requests are decided within",
  question: "How much of the home side’s own working time passes until half of the requests have a decision?",
  counting_rule:
    "Working hours of the home side (its week and opening hours from the settings, its holidays from the calendar feed, in the home zone) from requested to the first of approved, denied and withdrawn; open requests count as waiting until the end of the night. Days that the settings suspend for all do not count; no step of the feed stops the clock. Never mixed with calendar hours.",
  owner: "disclosure office",
  slices: ["partner", "tier"],
});

const partnerCard: MetricCard = cardOf("wait", {
  ...COMMON,
  id: "requested_to_decided_partner_working_hours_median",
  title: "In the partner’s working hours, half of requests are decided within",
  question: "How much of the partner’s own working time passes until half of the requests have a decision?",
  counting_rule:
    "Working hours of each request’s partner: its week from the settings (Monday to Friday, 09:00 to 17:00, where they name none), its holidays from the calendar feed, in its own zone; from requested to the first of approved, denied and withdrawn, open requests counting as waiting until the end of the night. Days that the settings suspend for it or for all do not count. Never mixed with calendar hours or the home side’s.",
  owner: "the partner",
  exclusions: [
    ...COMMON.exclusions,
    { id: "no_zone", words: "requests of partners whose time zone neither settings nor directory name" },
  ],
  needs: ["sharing_steps", "calendar", "actors"],
  slices: ["partner"],
});

/** Days beyond the period that the clock covers, so that the end of the last night is inside it in every zone. */
const MARGIN_DAYS = 2;

type Week = Pick<Settings["working"], "days" | "opens" | "closes">;

/** The working clock of one side; suspended days are days on which it does not work. */
function sideClock(
  { period, settings }: MetricContext,
  side: { readonly nation: string; readonly partner: string | null; readonly time_zone: string; readonly week: Week },
  holidays: readonly { readonly nation: string; readonly day: string }[],
): Clock {
  const open: OpenHours = { start: side.week.opens, end: side.week.closes };
  const suspended = settings.working.suspended
    .filter(({ partner }) => partner === undefined || partner === side.partner)
    .flatMap(({ first, last }) => {
      const days = Math.max(0, dayNumber(last) - dayNumber(first) + 1);
      return Array.from({ length: days }, (_, i) => isoDate(dayNumber(first) + i));
    });
  const own = holidays.filter(({ nation }) => nation === side.nation).map(({ day }) => day);
  return workingClock(
    {
      time_zone: side.time_zone,
      week: WEEK.map((day) => (side.week.days.includes(day) ? open : null)),
      holidays: new Set([...own, ...suspended]),
    },
    {
      first: isoDate(dayNumber(period.first) - MARGIN_DAYS),
      last: isoDate(dayNumber(period.last) + MARGIN_DAYS),
    },
  );
}

async function holidaysOf({ store, values }: MetricContext) {
  const { night = "" } = values;
  return store.rows(HOLIDAYS, z.object({ nation: z.string(), day: z.string() }), { night });
}

function stageOf(name: string, clock: Clock): Stage {
  return { from: "requested_at", to: "decided_at", scale: "hours", clock: { name, clock } };
}

function medianOf({ curve }: Pick<Waiting, "curve">): Pick<Estimated, "value" | "interval"> {
  const [half] = survivalQuantiles(curve, [0.5]);
  return { value: half?.time ?? null, interval: [half?.lower ?? null, half?.upper ?? null] };
}

/** The wait for a decision in the home side's own working time. */
export const decidedWorkingMedian: Metric = {
  card: homeCard,
  estimate: async (context) => {
    const { home, working } = context.settings;
    const side = { nation: home.nation, partner: null, time_zone: home.time_zone, week: working };
    const stage = stageOf("home", sideClock(context, side, await holidaysOf(context)));
    return slicesOf(homeCard.slices, context).map((slice): Estimated => {
      const waiting = measureWaiting(context.requests, stage, slice, context.period);
      return { slice, n: waiting.n, excluded: waiting.excluded, ...medianOf(waiting) };
    });
  },
};

/** The same wait in each partner's own working time; the whole takes every request by the clock of its own partner. */
export const decidedPartnerWorkingMedian: Metric = {
  card: partnerCard,
  estimate: async (context) => {
    const { store, values, settings, partners, requests, period } = context;
    const { night = "" } = values;
    const holidays = await holidaysOf(context);
    const zones = await store.rows(ZONES, z.object({ nation: z.string(), time_zone: z.string() }), { night });
    const told = partners.map((partner) => {
      const { time_zone: chosen, ...week } = settings.working.partners[partner] ?? {
        ...COMMON_WEEK,
        time_zone: undefined,
      };
      const time_zone = chosen ?? zones.find(({ nation }) => nation === partner)?.time_zone;
      if (time_zone === undefined)
        return { partner, waiting: null, n: requests.rows({ partner }, period.first, period.last).length };
      const clock = sideClock(context, { nation: partner, partner, time_zone, week }, holidays);
      const waiting = measureWaiting(requests, stageOf(partner, clock), { partner }, period);
      return { partner, waiting, n: waiting.n };
    });
    const each = told.map(
      ({ partner, waiting, n }): Estimated =>
        waiting === null
          ? { slice: { partner }, n: 0, excluded: { no_zone: n }, value: null }
          : { slice: { partner }, n, excluded: waiting.excluded, ...medianOf(waiting) },
    );
    return [
      {
        slice: {},
        ...wholeOf(
          told.flatMap(({ waiting }) => waiting ?? []),
          each,
        ),
      },
      ...each,
    ];
  },
};

/** The commonest office week, as the settings have it for the home side. */
const COMMON_WEEK: Week = {
  days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
  opens: "09:00",
  closes: "17:00",
};

/** All partners' waits together, each already by its own clock. */
function wholeOf(waitings: readonly Waiting[], each: readonly Estimated[]): Omit<Estimated, "slice"> {
  const exit = Float64Array.from(waitings.flatMap(({ durations }) => [...durations.exit]));
  const cause = Uint8Array.from(
    waitings.flatMap(({ durations }) => [...durations.cause]),
    (by) => (by > 0 ? 1 : 0),
  );
  const entry = Float64Array.from(
    waitings.flatMap(({ durations, n }) => [...(durations.entry ?? new Float64Array(n).fill(-Infinity))]),
  );
  const isLate = waitings.some(({ durations }) => durations.entry !== undefined);
  const excluded: Record<string, number> = {};
  for (const { excluded: own = {} } of each)
    for (const [reason, count] of Object.entries(own)) excluded[reason] = (excluded[reason] ?? 0) + count;
  const curve = kaplanMeier(eventTable(isLate ? { exit, cause, entry } : { exit, cause }), LOG_LOG_95);
  return { n: exit.length, excluded, ...medianOf({ curve }) };
}
