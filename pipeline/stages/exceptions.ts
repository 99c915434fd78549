import { z } from "zod";
import { addDays } from "../../data/days.js";
import { type Flag, type FlagEntity, type FlagState, flagShape } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { CONSEQUENCES, type Rule } from "../../detectors/rules/card.js";
import { episodeId } from "./episodes.js";
import { explainException } from "./explain-exception.js";
import { listUnweighed } from "./listed.js";
import { LOOK_BACK_DAYS } from "./rule-cases.js";
import type { Breach } from "./rule-tally.js";

/** Events named in a flag; all are counted. The contract's bound. */
const EVENT_IDS_MAX = 200;

/** Wordings of what did not hold that a summary spells out; the rest are counted. As many as a paragraph bears. */
const WHATS_MAX = 3;

/** Others named beside an exception, by kind: the bound of each case's own lists. */
const RELATED_MAX = 20;

/** Nights without a new breach after which a later one is a new exception: a week, so that no weekend ends it. */
const QUIET_NIGHTS = 7;

const FORGET = [
  /* sql */ `
    DELETE FROM flag_night
    WHERE night = $night::DATE AND flag_id IN (SELECT flag_id FROM flag WHERE queue = 'exceptions')
  `,
  /* sql */ `
    DELETE FROM flag
    WHERE first_night = $night::DATE AND queue = 'exceptions' AND flag_id NOT IN (SELECT flag_id FROM flag_night)
  `,
];

/** The last night of every exception that still lasts or may yet be corrected, the latest last. */
const OPEN = /* sql */ `
  SELECT flag.flag_id, flag.detector, flag.entity_id, max(flag_night.night)::VARCHAR AS last_night,
    max_by(flag_night.content, flag_night.night) AS content
  FROM flag
  JOIN flag_night ON flag_night.flag_id = flag.flag_id
  WHERE flag.queue = 'exceptions' AND flag_night.night < $night::DATE
    AND flag_night.night >= $night::DATE - $look_back::INTEGER
  GROUP BY flag.flag_id, flag.detector, flag.entity_id
  ORDER BY last_night, flag.flag_id
`;

const openShape = z.object({
  flag_id: z.string(),
  detector: z.string(),
  entity_id: z.string(),
  last_night: z.string(),
  content: z.string(),
});

const KNOWN = /* sql */ `SELECT flag_id FROM flag WHERE queue = 'exceptions' ORDER BY flag_id`;

/** A rule beside what one entity did not keep of it. */
export interface Finding {
  readonly rule: Rule;
  readonly breach: Breach;
}

const keyOf = (rule: string, entity_id: string): string => JSON.stringify([rule, entity_id]);

/** Removes the night's exceptions, and episodes that began on it and have no other night. */
export async function forgetExceptions(store: Store, night: string): Promise<void> {
  for (const statement of FORGET) await store.run(statement, { night });
}

/**
 * Puts the night's findings into the queue of exceptions: one exception a rule and entity, which lasts while new breaches
 * come. Ranked by consequence, then by the number of acts, then by rule and entity. No p-value.
 */
export async function keepExceptions(store: Store, night: string, findings: readonly Finding[]): Promise<void> {
  const open = await store.rows(OPEN, openShape, { night, look_back: LOOK_BACK_DAYS });
  const before = new Map(
    open.map(({ detector, entity_id, last_night, content }) => [
      keyOf(detector, entity_id),
      { flag: flagShape.parse(JSON.parse(content)), lasts: addDays(last_night, QUIET_NIGHTS) >= night },
    ]),
  );
  const known = new Set((await store.rows(KNOWN, z.object({ flag_id: z.string() }))).map(({ flag_id }) => flag_id));
  const ranked = findings.toSorted(
    (a, b) =>
      CONSEQUENCES.indexOf(a.rule.consequence) - CONSEQUENCES.indexOf(b.rule.consequence) ||
      b.breach.count - a.breach.count ||
      (keyOf(a.rule.id, a.breach.entity_id) < keyOf(b.rule.id, b.breach.entity_id) ? -1 : 1),
  );
  const flags: Flag[] = [];
  for (const finding of ranked) {
    const last = before.get(keyOf(finding.rule.id, finding.breach.entity_id));
    const isCorrection = finding.breach.count === 0;
    const earlier = last?.lasts === true || isCorrection ? last?.flag : undefined;
    if (earlier === undefined && isCorrection && finding.breach.after_count < finding.breach.before_count) continue;
    const flag = exceptionOf(night, finding, { before: earlier, rank: flags.length + 1 });
    flags.push({ ...flag, innocent_explanations: await explainException(store, flag, finding) });
  }
  await insertRows(
    store,
    "flag",
    flags
      .filter(({ flag_id }) => !known.has(flag_id))
      .map(({ flag_id, queue, detector, entity_type, entity_id, first_day }) => ({
        flag_id,
        queue,
        detector,
        entity_type,
        entity_id,
        first_day,
        first_night: night,
      })),
  );
  await listUnweighed(store, flags);
}

/** The exception in words, its innocent explanations still to be tested. */
function exceptionOf(
  night: string,
  { rule, breach }: Finding,
  { before, rank }: { readonly before: Flag | undefined; readonly rank: number },
): Flag {
  const { entity_id, cases } = breach;
  const found = [...new Set(cases.flatMap(({ event_ids }) => event_ids))];
  const corrected = breach.after_count - breach.before_count;
  const earlier = rule.isStanding === true ? 0 : (before?.observed ?? 0);
  const observed = Math.max(0, earlier + breach.count + corrected);
  const firstDays = cases.flatMap(({ first_day }) => first_day ?? []);
  const event_ids = [...new Set([...(before?.event_ids ?? []), ...found])].slice(0, EVENT_IDS_MAX);
  const event_count = (before?.event_count ?? 0) + (found.length === 0 ? 0 : breach.count + Math.max(0, corrected));
  const summary = summaryOf(rule, breach, observed);
  return {
    flag_id: before?.flag_id ?? episodeId("exceptions", rule.entity, keyOf(rule.id, entity_id), night),
    night,
    queue: "exceptions",
    rank,
    state: stateOf(breach, before),
    detector: rule.id,
    detectors: [
      {
        detector: rule.id,
        p_value: null,
        observed,
        expected: 0,
        interval: null,
        unit: rule.unit,
        summary: `Why: ${rule.why}. Source: ${rule.source}. Owned first by: ${rule.rung}.`,
      },
    ],
    entity_type: rule.entity,
    entity_id,
    related: relatedOf(rule, breach, before?.related ?? []),
    first_day: [before?.first_day, ...firstDays].filter((day) => day !== undefined).toSorted()[0] ?? night,
    last_day: night,
    p_value: null,
    observed,
    expected: 0,
    interval: null,
    unit: rule.unit,
    question: rule.question,
    summary,
    innocent_explanations: [],
    would_refute: [...rule.wouldRefute],
    event_ids,
    event_count: Math.max(event_count, event_ids.length),
  };
}

function stateOf({ count, before_count, after_count }: Breach, before: Flag | undefined): FlagState {
  if (count === 0 && after_count < before_count) return after_count === 0 ? "withdrawn" : "weakened";
  return before === undefined ? "new" : "ongoing";
}

function summaryOf(rule: Rule, breach: Breach, observed: number): string {
  const { whats, count, then_count, now_count, before_count, after_count } = breach;
  const told = whats.slice(0, WHATS_MAX).map(({ what }) => what);
  const rest = whats.length - told.length;
  const what = `${told.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
  const parts = [`${rule.say(Math.max(count, before_count, after_count))}: ${what}.`];
  if (observed > count && count > 0) parts.push(`Since it began: ${observed} ${rule.unit}.`);
  if (then_count !== now_count)
    parts.push(
      `By what was known on the day ${then_count} did not hold; by what is known now, ${now_count}: a register was changed or differs from the log.`,
    );
  if (before_count !== after_count)
    parts.push(
      `Late data or a corrected feed: of earlier ${rule.unit}, ${before_count} did not hold by what was known before, ${after_count} by what is known now.`,
    );
  return parts.join(" ");
}

function relatedOf(rule: Rule, { entity_id, cases }: Breach, before: readonly FlagEntity[]): FlagEntity[] {
  const kinds = [
    ["actor", cases.flatMap(({ actors }) => actors)],
    ["partner", cases.flatMap(({ partners }) => partners)],
    ["object", cases.flatMap(({ objects }) => objects)],
    ["request", cases.flatMap(({ requests }) => requests)],
  ] as const;
  return kinds.flatMap(([entity_type, ids]) => {
    const earlier = before.filter((one) => one.entity_type === entity_type).map((one) => one.entity_id);
    return [...new Set([...ids, ...earlier])]
      .filter((id) => entity_type !== rule.entity || id !== entity_id)
      .slice(0, RELATED_MAX)
      .map((id) => ({ entity_type, entity_id: id }));
  });
}
