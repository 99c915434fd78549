import { z } from "zod";
import type { InnocentExplanation } from "../../data/flag.js";
import { bindNamed } from "../../data/store/named.js";
import type { Store } from "../../data/store/store.js";
import type { Explanation } from "../../detectors/explanations/card.js";
import type { EntityType } from "../../detectors/verdict.js";

/** Events that an explanation is asked about: the first, so that one flag of a hundred thousand events stays one query. */
const EVENTS_MAX = 2000;

/** A pattern that is to be explained. */
export interface Pattern {
  readonly night: string;
  readonly kind: "lead" | "exception";
  /** The first day of the pattern, at most the night. */
  readonly first: string;
  readonly entity_type: EntityType;
  readonly entity_id: string;
  readonly event_ids: readonly string[];
  readonly request_ids: readonly string[];
  /** What the card of the detector or rule names as innocent explanations. */
  readonly named: readonly string[];
}

/**
 * Asks every explanation that fits the entity and is asked of every flag, of leads, or named by the card; each answers yes,
 * no or unknown. Without an event nothing is asked of events, but what the card names. What the card names and no feed could
 * tell is listed as unknown.
 */
export async function explain(
  store: Store,
  explanations: readonly Explanation[],
  { event_ids, request_ids, named, kind, ...about }: Pattern,
): Promise<InnocentExplanation[]> {
  const values = {
    ...about,
    event_ids: JSON.stringify(event_ids.slice(0, EVENTS_MAX)),
    request_ids: JSON.stringify(request_ids),
  };
  const fitting = explanations.filter(({ entities }) => entities.includes(about.entity_type));
  const answers: InnocentExplanation[] = [];
  for (const { explanation, asked, covers, facts, judge } of fitting) {
    const words = named.find((one) => covers.test(one));
    if (words === undefined && !isAskedUnnamed(asked, kind)) continue;
    if (words === undefined && event_ids.length === 0 && facts.includes("$event_ids")) continue;
    const row = await store.row(facts, z.unknown(), bindNamed(facts, values));
    answers.push({ explanation, ...judge(row) });
  }
  const untold = named.filter((words) => !fitting.some(({ covers }) => covers.test(words)));
  return [
    ...answers,
    ...untold.map((explanation) => ({ explanation, holds: "unknown" as const, detail: "no feed tells" })),
  ];
}

function isAskedUnnamed(asked: Explanation["asked"], kind: Pattern["kind"]): boolean {
  return asked === "every flag" || (asked === "every lead" && kind === "lead");
}
