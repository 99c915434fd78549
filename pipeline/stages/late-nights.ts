import { z } from "zod";
import type { Day } from "../../data/days.js";
import type { Store } from "../../data/store/store.js";
import { type Judged, judgedShape } from "./argue.js";
import { CHANGE_RATIO } from "./episodes.js";
import { LOOK_BACK_DAYS } from "./rule-cases.js";

/** Published nights before tonight of which tonight's reading brought records that they did not have; at most a month back. */
const LATE = /* sql */ `
  SELECT DISTINCT day
  FROM late_record($night::DATE)
  WHERE day >= $night::DATE - $look_back::INTEGER
  ORDER BY day
`;

/** Everybody and everything that late records are about, with what those nights now say of them. */
const JUDGED_AGAIN = /* sql */ `
  WITH late AS (
    SELECT DISTINCT day, source, actor_id, partner
    FROM late_record($night::DATE)
    WHERE day >= $night::DATE - $look_back::INTEGER
  ), touched AS (
    SELECT day, 'actor' AS entity_type, actor_id AS entity_id FROM late
    UNION
    SELECT day, 'source', source FROM late
    UNION
    SELECT day, 'partner', partner FROM late WHERE partner IS NOT NULL
    UNION
    SELECT late.day, 'partner', actor.nation
    FROM late
    JOIN actor ON actor.actor_id = late.actor_id AND actor.known_from <= late.day
      AND coalesce(actor.known_until, 'infinity'::DATE) > late.day
    WHERE actor.nation IS NOT NULL
  )
  SELECT combined.entity_type, combined.entity_id, combined.night AS judged_on, combined.p_value
  FROM combined
  JOIN touched ON touched.day = combined.night AND touched.entity_type = combined.entity_type
    AND touched.entity_id = combined.entity_id
  ORDER BY combined.p_value, combined.entity_type, combined.entity_id, combined.night
`;

/** How rare every night was when it was listed, by entity and the night whose acts were judged. */
const LISTED = /* sql */ `
  SELECT flag.entity_type, flag.entity_id, coalesce(judged_on, night) AS judged_on, min(p_value) AS p_value
  FROM episode_night
  JOIN flag USING (flag_id)
  WHERE night < $night::DATE AND coalesce(judged_on, night) >= $night::DATE - $look_back::INTEGER
  GROUP BY ALL
  ORDER BY ALL
`;

/**
 * Leads that were listed and of which late records leave nothing: every night of the episode is now a good deal commoner
 * than its price asked, and at least one of them was judged again tonight.
 */
const WITHDRAWN = /* sql */ `
  WITH told AS (
    SELECT episode_night.flag_id, coalesce(episode_night.judged_on, episode_night.night) AS day,
      coalesce(combined.p_value, 1) AS p_value,
      coalesce(combined.p_value, 1) > night_price.threshold * $change_ratio::DOUBLE AS is_cleared
    FROM episode_night
    JOIN flag USING (flag_id)
    JOIN night_price ON night_price.night = episode_night.night AND night_price.queue = 'leads'
    LEFT JOIN combined ON combined.night = coalesce(episode_night.judged_on, episode_night.night)
      AND combined.entity_type = flag.entity_type AND combined.entity_id = flag.entity_id
    WHERE episode_night.night < $night::DATE
  ), over AS (
    SELECT flag_id, min(p_value) AS p_value
    FROM told
    GROUP BY flag_id
    HAVING bool_and(is_cleared)
      AND bool_or(day IN (SELECT unnest(CAST(CAST($late_nights AS JSON) AS VARCHAR[]))::DATE))
  )
  SELECT over.flag_id, any_value(over.p_value) AS p_value, max_by(flag_night.content, flag_night.night) AS content
  FROM over
  JOIN flag_night ON flag_night.flag_id = over.flag_id AND flag_night.night < $night::DATE
  WHERE over.flag_id NOT IN (SELECT flag_id FROM episode_night WHERE night = $night::DATE)
  GROUP BY over.flag_id
  HAVING NOT bool_or(flag_night.state = 'withdrawn')
  ORDER BY over.flag_id
`;

const withdrawnShape = z.object({ flag_id: z.string(), p_value: z.number(), content: z.string() });

/** A lead that late records explain: its rarest night as it is judged now, and its flag as it was last published. */
export type Withdrawn = z.infer<typeof withdrawnShape>;

/**
 * Earlier nights to be judged again tonight, ascending: those that were published and of which records came only now, at
 * most a month back. Their own reports stay as they were published; what is new of them goes into tonight's list.
 */
export async function lateNights(store: Store, night: Day): Promise<Day[]> {
  const rows = await store.rows(LATE, z.object({ day: z.string() }), { night, look_back: LOOK_BACK_DAYS });
  return rows.map(({ day }) => day);
}

/** What late records do to the leads of a night. */
export interface LateNews {
  /** Entities of late nights whose records came late, rarest first, an entity and night each: they share tonight's price. */
  readonly tested: readonly Judged[];
  /** Those of them that were not listed for that night, or are now ten times rarer than they were then. */
  readonly news: readonly Judged[];
  /** Leads of earlier nights that the late records take away, if nothing lists them tonight. */
  readonly withdrawn: () => Promise<readonly Withdrawn[]>;
}

const NO_NEWS: LateNews = { tested: [], news: [], withdrawn: () => Promise.resolve([]) };

/** What the records that tonight's reading brought of earlier nights change, once those nights are judged again. */
export async function lateNews(store: Store, night: Day): Promise<LateNews> {
  const nights = await lateNights(store, night);
  if (nights.length === 0) return NO_NEWS;
  const window = { night, look_back: LOOK_BACK_DAYS };
  const tested = await store.rows(JUDGED_AGAIN, judgedShape, window);
  const keyOf = ({ entity_type, entity_id, judged_on }: Omit<Judged, "p_value">) =>
    JSON.stringify([entity_type, entity_id, judged_on]);
  const listed = new Map((await store.rows(LISTED, judgedShape, window)).map((one) => [keyOf(one), one.p_value]));
  const isNews = (one: Judged) => one.p_value < (listed.get(keyOf(one)) ?? Number.POSITIVE_INFINITY) / CHANGE_RATIO;
  const bound = { night, late_nights: JSON.stringify(nights), change_ratio: CHANGE_RATIO };
  return { tested, news: tested.filter(isNews), withdrawn: () => store.rows(WITHDRAWN, withdrawnShape, bound) };
}
