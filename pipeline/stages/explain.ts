import { z } from "zod";
import type { InnocentExplanation } from "../../data/flag.js";
import { bindNamed } from "../../data/store/named.js";
import type { Store } from "../../data/store/store.js";
import type { Detector } from "../../detectors/card.js";
import type { Explanation } from "../../detectors/explanations/card.js";
import type { EntityType } from "../../detectors/verdict.js";

/** Events that an explanation is asked about: the first, so that one flag of a hundred thousand events stays one query. */
const EVENTS_MAX = 2000;

/** A pattern that is to be explained. */
export interface Pattern {
  readonly night: string;
  /** The first day of the pattern, at most the night. */
  readonly first: string;
  readonly entity_type: EntityType;
  readonly entity_id: string;
  readonly event_ids: readonly string[];
}

/** Asks every explanation that fits the entity; each answers yes, no or unknown. */
export async function explain(
  store: Store,
  explanations: readonly Explanation[],
  pattern: Pattern,
): Promise<InnocentExplanation[]> {
  const { event_ids, ...about } = pattern;
  const values = { ...about, event_ids: JSON.stringify(event_ids.slice(0, EVENTS_MAX)) };
  const answers: InnocentExplanation[] = [];
  for (const { entities, explanation, facts, judge } of explanations) {
    if (!entities.includes(pattern.entity_type)) continue;
    const row = await store.row(facts, z.unknown(), bindNamed(facts, values));
    answers.push({ explanation, ...judge(row) });
  }
  return answers;
}

/** A card's own innocent explanations that no test covers, beside those that were tested. */
export function withUntested(
  tested: readonly InnocentExplanation[],
  card: Detector,
  explanations: readonly Explanation[],
): InnocentExplanation[] {
  const untested = card.falsePositives
    .filter(
      (words) => !explanations.some(({ covers, entities }) => entities.includes(card.entity) && covers.test(words)),
    )
    .map((explanation) => ({ explanation, holds: "unknown" as const, detail: "not tested against the feeds" }));
  return [...tested, ...untested];
}
