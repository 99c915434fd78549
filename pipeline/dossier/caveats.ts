import { group, sum } from "d3-array";
import { z } from "zod";
import type { FlagEvent } from "../../data/dossier.js";
import type { Store } from "../../data/store/store.js";
import { counted } from "../../data/words.js";
import { LOOK_BACK_DAYS } from "../stages/rule-cases.js";

const NIGHT = /* sql */ `
  SELECT
    (SELECT coalesce(sum(refused), 0) FROM file WHERE known_from <= $night::DATE AND feed = 'access')::BIGINT AS refused,
    (SELECT coalesce(sum(recovered), 0) FROM file WHERE known_from <= $night::DATE AND feed = 'access')::BIGINT AS recovered,
    (SELECT count(*) FROM file WHERE known_from <= $night::DATE AND status = 'refused')::INTEGER AS refused_file_count,
    (SELECT count(*) FROM event WHERE day = $night::DATE AND is_provisional)::INTEGER AS provisional_count
`;

/** Sources with a hole in their own running numbers on the night: numbers between the first and last that no event has. */
const HOLES = /* sql */ `
  SELECT source, (max(seq) - min(seq) + 1 - count(DISTINCT seq))::BIGINT AS missing_count
  FROM event
  WHERE day = $night::DATE AND seq IS NOT NULL
  GROUP BY source
  HAVING max(seq) - min(seq) + 1 > count(DISTINCT seq)
  ORDER BY source
  LIMIT 20
`;

/** Sources that logged nothing on the night, though they did on at least 20 of the 28 days before. */
const QUIET = /* sql */ `
  SELECT source
  FROM source_hour
  WHERE day BETWEEN $night::DATE - 28 AND $night::DATE
  GROUP BY source
  HAVING count(DISTINCT day) FILTER (day < $night::DATE) >= 20 AND count(*) FILTER (day = $night::DATE) = 0
  ORDER BY source
  LIMIT 20
`;

/** Records read tonight of nights whose reports stood: judged again where they are at most a month old, else not. */
const LATE = /* sql */ `
  SELECT day, count(*)::INTEGER AS event_count, day >= $night::DATE - $look_back::INTEGER AS is_judged_again
  FROM late_record($night::DATE)
  GROUP BY day
  ORDER BY day
`;

const SET_APART = /* sql */ `
  SELECT detector FROM self_test WHERE night = $night::DATE AND NOT is_calibrated ORDER BY detector
`;

/** Feeds without any row known on the night: what they would tell is unknown, not absent. */
const MISSING = /* sql */ `
  SELECT
    NOT EXISTS (SELECT 1 FROM actor WHERE known_from <= $night::DATE) AS actors,
    NOT EXISTS (SELECT 1 FROM object WHERE known_from <= $night::DATE) AS objects,
    NOT EXISTS (SELECT 1 FROM agreement WHERE known_from <= $night::DATE) AS agreements,
    NOT EXISTS (SELECT 1 FROM entitlement WHERE known_from <= $night::DATE) AS entitlements,
    NOT EXISTS (SELECT 1 FROM sharing_step WHERE known_from <= $night::DATE) AS sharing_steps,
    NOT EXISTS (SELECT 1 FROM exercise WHERE known_from <= $night::DATE) AS exercises,
    NOT EXISTS (SELECT 1 FROM holiday WHERE known_from <= $night::DATE) AS calendar
`;

const count = z.number();
const nightShape = z.object({
  refused: count,
  recovered: count,
  refused_file_count: count,
  provisional_count: count,
});

const lateShape = z.object({ day: z.string(), event_count: count, is_judged_again: z.boolean() });

/** `2026-05-01`, or `3 nights from 2026-05-01 to 2026-05-09`; ascending. */
function spanOf(days: readonly { readonly day: string }[]): string {
  const [first, last] = [days[0]?.day ?? "", days.at(-1)?.day ?? ""];
  return first === last ? first : `${days.length} nights from ${first} to ${last}`;
}

/** What holds for every figure of the night; each a sentence, sources by their names. */
export async function nightCaveats(store: Store, night: string): Promise<string[]> {
  const said: string[] = [];
  const { refused, recovered, refused_file_count, provisional_count } = await store.row(NIGHT, nightShape, { night });
  if (refused > 0)
    said.push(`${refused} rows of the access logs known by this night were refused; nothing is judged of them.`);
  if (recovered > 0) said.push(`${recovered} rows stood inside a stray quotation mark and were recovered one by one.`);
  if (refused_file_count > 0) said.push(`${refused_file_count} files could not be read at all.`);
  if (provisional_count > 0)
    said.push(`${provisional_count} events of this day are the last rows of files that may go on.`);
  for (const { source, missing_count } of await store.rows(
    HOLES,
    z.object({ source: z.string(), missing_count: count }),
    { night },
  ))
    said.push(`${source}: ${missing_count} running numbers of this day are missing: records were lost or removed.`);
  for (const { source } of await store.rows(QUIET, z.object({ source: z.string() }), { night }))
    said.push(`${source}: no record on this day, though it logs nearly every day.`);
  const late = await store.rows(LATE, lateShape, { night, look_back: LOOK_BACK_DAYS });
  for (const [is_judged_again, days] of group(late, (one) => one.is_judged_again))
    said.push(
      `${counted(
        sum(days, (one) => one.event_count),
        "record",
      )} of ${spanOf(days)} came only now; ${is_judged_again ? "what was published of those nights stands, and they were judged again for tonight's list" : `they are more than ${LOOK_BACK_DAYS} days old and no lead was looked for in them`}.`,
    );
  for (const { detector } of await store.rows(SET_APART, z.object({ detector: z.string() }), { night }))
    said.push(`${detector}: set apart tonight, for its p-values of the last weeks were not uniform.`);
  const missing = await store.row(MISSING, z.record(z.string(), z.boolean()), { night });
  const absent = Object.entries(missing).flatMap(([feed, isMissing]) => (isMissing ? [feed] : []));
  if (absent.length > 0) said.push(`No feed of: ${absent.join(", ")}. What they would explain is unknown.`);
  return said;
}

/** What weakens one flag's figures: events that arrived late, holders whom the directory does not know, no marking logged. */
export function flagCaveats({
  is_unknown,
  events,
  unmarked_count,
}: {
  /** Whether it is about somebody whom the directory does not know. */
  readonly is_unknown: boolean;
  readonly events: readonly FlagEvent[];
  readonly unmarked_count: number;
}): string[] {
  const said: string[] = [];
  if (is_unknown) said.push("The directory does not know this account: unit, role, clock and holidays are unknown.");
  if (unmarked_count > 0) said.push(`${unmarked_count} of the named events carry no marking.`);
  if (events.length > 0 && events.every(({ object_id }) => object_id === null))
    said.push("The logs name no object for these events.");
  return said;
}
