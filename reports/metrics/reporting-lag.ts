import { z } from "zod";
import type { Store } from "../../data/store/store.js";
import type { Period } from "./figure.js";
import { type DelayLaw, delayLaw, type NowcastDay, nowcast } from "./methods/reporting-delay.js";
import { dayNumber, isoDate } from "./methods/working-calendar.js";

/** Delays considered, in days: a step that comes more than four weeks late is a correction of the record, not its delay. */
const DELAY_MAX = 28;

/** Days looked back on for the delays: a season, as the period of the figures. */
const LOOK_BACK_DAYS = 90;

/** A day of which so much has come stands as it is: of a hundred a day one is missing, and chance alone moves ten. */
const COMPLETE_SHARE = 0.99;

/** Below a half the correction would be most of the figure: the day is withheld. */
const WITHHELD_SHARE = 0.5;

const LEVEL = 0.95;

/** The night on which the feed was first delivered: what is older came all at once, and its delays were not seen. */
const BEGINNING = /* sql */ `
  SELECT nullif(min(known_from), DATE '-infinity') AS first_night, max(known_from) > min(known_from) AS is_repeated
  FROM file
  WHERE feed = 'sharing_steps' AND status <> 'refused' AND known_from <= $night::DATE
`;

/** Steps of days since the feed began by the days after which they came; what came with the first delivery came at once. */
const DELAYS = /* sql */ `
  SELECT day, delay, kind, count(*)::INTEGER AS count
  FROM (
    SELECT timezone($time_zone, happened_at)::DATE AS day,
      CASE WHEN step = 'requested' THEN 'requested' ELSE 'decided' END AS kind,
      CASE WHEN min(known_from) = DATE '-infinity' THEN 0
        ELSE greatest(0, min(known_from) - timezone($time_zone, happened_at)::DATE) END::INTEGER AS delay
    FROM sharing_step
    WHERE known_from <= $night::DATE AND step IN ('requested', 'approved', 'denied', 'withdrawn')
      AND happened_at >= timezone($time_zone, ($first::DATE + 1)::TIMESTAMP)
      AND happened_at < timezone($time_zone, ($night::DATE + 1)::TIMESTAMP)
    GROUP BY request_id, step, happened_at
  )
  GROUP BY day, delay, kind
  ORDER BY kind, day, delay
`;

const beginningShape = z.object({ first_night: z.string().nullable(), is_repeated: z.boolean().nullable() });
const delayShape = z.object({
  day: z.string(),
  delay: z.number(),
  kind: z.enum(["requested", "decided"]),
  count: z.number(),
});
type Delayed = z.infer<typeof delayShape>;

/**
 * How late the steps of requests come, by how late they have come.
 *
 * is_known   false where the feed has been delivered once: how late steps come cannot be told, and days stand as delivered
 */
export interface ReportingLag {
  readonly is_known: boolean;
  readonly requested: DelayLaw | null;
  readonly decided: DelayLaw | null;
}

const UNKNOWN: ReportingLag = { is_known: false, requested: null, decided: null };

/** Learns the delays from the nights on which each step first came, up to a night. */
export async function readReportingLag(store: Store, night: string, time_zone: string): Promise<ReportingLag> {
  const { first_night, is_repeated } = await store.row(BEGINNING, beginningShape, { night });
  if (first_night === null || is_repeated !== true) return UNKNOWN;
  const as_of_day = dayNumber(night);
  const first = isoDate(Math.max(dayNumber(first_night), as_of_day - LOOK_BACK_DAYS));
  const rows = await store.rows(DELAYS, delayShape, { night, first, time_zone });
  const lawOf = (kind: Delayed["kind"]) => {
    const cells = rows.filter((row) => row.kind === kind).map((row) => ({ ...row, day: dayNumber(row.day) }));
    return cells.length === 0 ? null : delayLaw(cells, { as_of_day, delay_max: DELAY_MAX });
  };
  return { is_known: rows.length > 0, requested: lawOf("requested"), decided: lawOf("decided") };
}

/** Requests made on each of some days as they stand, and as they are expected to become, or withheld. */
export function expectedDays(
  counts: readonly { readonly day: number; readonly count: number }[],
  { requested }: ReportingLag,
  night: string,
): NowcastDay[] {
  const as_of_day = dayNumber(night);
  const law = requested ?? { delay_max: 0, share_within: [1] };
  return nowcast(counts, filled(law), {
    as_of_day,
    complete_share: COMPLETE_SHARE,
    withheld_share: WITHHELD_SHARE,
    level: LEVEL,
  });
}

/** Whether the decisions of a period have come so far that its waits can be told; true where delays are not known. */
export function isDelivered({ last }: Period, { decided }: ReportingLag, night: string): boolean {
  if (decided === null) return true;
  const passed = dayNumber(night) - dayNumber(last);
  return passed >= decided.delay_max || (filled(decided).share_within[passed] ?? 1) >= COMPLETE_SHARE;
}

/** A delay that nothing in the window could show is taken for as complete as the next longer one. */
function filled({ delay_max, share_within }: DelayLaw): DelayLaw {
  let next = 1;
  const share = [...share_within].reverse().map((each) => {
    next = Number.isNaN(each) ? next : each;
    return next;
  });
  return { delay_max, share_within: share.reverse() };
}
