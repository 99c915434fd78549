import type { z } from "zod";
import type { EntityType } from "../verdict.js";

/** Whether an innocent explanation holds; `unknown` where the feeds cannot tell, which is never read as no. */
export interface Answer {
  readonly holds: "yes" | "no" | "unknown";
  readonly detail: string;
}

/**
 * An innocent explanation as it is written: what would make the pattern ordinary, and how the feeds are asked for it.
 *
 * facts    one SQL statement with one row; it may name `$night`, `$first` (the first day of the pattern), `$entity_type`,
 *          `$entity_id`, `$event_ids` and `$request_ids` (of the events and requests behind it, JSON lists). Registers are
 *          read as known on the night.
 * judge    pure: the same facts give the same answer
 * covers   what cards of detectors and rules call the same explanation, so that it is not said twice
 * asked    of every flag, of every lead, or only where the card of the detector or rule names it, and then in its words
 */
export interface ExplanationCard<F extends z.ZodType> {
  readonly id: string;
  readonly explanation: string;
  readonly entities: readonly EntityType[];
  readonly covers: RegExp;
  readonly asked: "every flag" | "every lead" | "where named";
  readonly facts: string;
  readonly shape: F;
  readonly judge: (facts: z.infer<F>) => Answer;
}

/** An explanation as the night sees it: a row in, an answer out. */
export interface Explanation extends Omit<ExplanationCard<z.ZodType>, "judge"> {
  readonly judge: (facts: unknown) => Answer;
}

/** Closes a card over its own facts. */
export function explanation<F extends z.ZodType>(card: ExplanationCard<F>): Explanation {
  return { ...card, judge: (facts) => card.judge(card.shape.parse(facts) as z.infer<F>) };
}

export const yes = (detail: string): Answer => ({ holds: "yes", detail });
export const no = (detail: string): Answer => ({ holds: "no", detail });
export const unknown = (detail: string): Answer => ({ holds: "unknown", detail });
