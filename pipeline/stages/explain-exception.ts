import type { Flag, InnocentExplanation } from "../../data/flag.js";
import type { Store } from "../../data/store/store.js";
import { explanations } from "../../detectors/explanations/index.js";
import type { Rule } from "../../detectors/rules/card.js";
import { explain } from "./explain.js";
import type { Breach } from "./rule-tally.js";

/** What cards of rules call a record that is late: whether it was corrected since is known, that it will be is not. */
const RECORD_IS_LATE = /\b(not yet|not recorded|recorded later|not reported|is late)\b/i;

/** The rule's own explanations and those of every flag, each tested against the feeds as they were known on the night. */
export async function explainException(
  store: Store,
  { night, first_day, entity_type, entity_id, event_ids }: Flag,
  { rule, breach }: { readonly rule: Rule; readonly breach: Breach },
): Promise<InnocentExplanation[]> {
  const { then_count, now_count, before_count, after_count, cases } = breach;
  const isCorrected = then_count !== now_count || before_count !== after_count;
  const [late, others] = partition(rule.innocentExplanations, (words) => RECORD_IS_LATE.test(words));
  const corrected: InnocentExplanation = {
    explanation: "a register was corrected afterwards",
    holds: isCorrected ? "yes" : "no",
    detail: isCorrected
      ? "what was known on the day and what is known now give different answers"
      : "what was known on the day and what is known now give the same answer",
  };
  const awaited = late.map((explanation) => ({
    explanation,
    holds: isCorrected ? corrected.holds : ("unknown" as const),
    detail: isCorrected ? corrected.detail : "no correction so far; one that comes is judged when it arrives",
  }));
  const tested = await explain(store, explanations, {
    night,
    kind: "exception",
    first: first_day,
    entity_type,
    entity_id,
    event_ids,
    request_ids: [...new Set(cases.flatMap(({ requests }) => requests))],
    named: others,
  });
  return [corrected, ...awaited, ...tested];
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
