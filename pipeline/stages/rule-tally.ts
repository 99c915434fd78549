import type { CaseBase, JudgedCase } from "../../detectors/rules/card.js";

/** The broken cases of one entity under one rule, and how many of the acts are broken by which knowledge. */
export interface Breach {
  readonly entity_id: string;
  /** What did not hold, each wording once with its count, the most frequent first. */
  readonly whats: readonly { readonly what: string; readonly count: number }[];
  /** The most that any one knowledge finds broken among the acts judged now. */
  readonly count: number;
  /** Broken by what was known on the day, and by what is known on the night; the acts of the night and late ones. */
  readonly then_count: number;
  readonly now_count: number;
  /** The same for acts of earlier nights whose registers changed tonight. */
  readonly before_count: number;
  readonly after_count: number;
  readonly cases: readonly CaseBase[];
}

/** How many opportunities of a rule held, did not, or could not be decided; undetermined ones by reason. */
export interface Outcome {
  readonly holds_count: number;
  readonly broken_count: number;
  readonly undetermined_count: number;
  readonly reasons: ReadonlyMap<string, number>;
}

const isNow = ({ basis }: CaseBase): boolean => basis === "both" || basis === "now";

/** Counts the opportunities of the night by what is known now; acts that are only judged again are not counted twice. */
export function outcomeOf(judged: readonly JudgedCase[]): Outcome {
  const reasons = new Map<string, number>();
  const counts = { holds: 0, broken: 0, undetermined: 0 };
  for (const { found, answer } of judged) {
    if (!isNow(found)) continue;
    counts[answer.answer] += found.case_count;
    if (answer.answer === "undetermined")
      reasons.set(answer.reason, (reasons.get(answer.reason) ?? 0) + found.case_count);
  }
  const { holds, broken, undetermined } = counts;
  return { holds_count: holds, broken_count: broken, undetermined_count: undetermined, reasons };
}

/** The breaches of a night by entity, in order of entity; an act that is judged again counts only where its answer changed. */
export function breachesOf(judged: readonly JudgedCase[]): Breach[] {
  const entities = new Map<string, { found: CaseBase; what: string }[]>();
  for (const { found, answer } of judged) {
    if (answer.answer !== "broken" || found.case_count === 0) continue;
    const known = entities.get(found.entity_id) ?? [];
    known.push({ found, what: answer.what });
    entities.set(found.entity_id, known);
  }
  return [...entities]
    .map(([entity_id, broken]) => breachOf(entity_id, broken))
    .filter(({ count, before_count, after_count }) => count > 0 || before_count !== after_count)
    .toSorted((a, b) => (a.entity_id < b.entity_id ? -1 : 1));
}

function breachOf(entity_id: string, broken: readonly { found: CaseBase; what: string }[]): Breach {
  const sum = (...bases: readonly CaseBase["basis"][]) =>
    broken.reduce((total, { found }) => total + (bases.includes(found.basis) ? found.case_count : 0), 0);
  const then_count = sum("both", "then");
  const now_count = sum("both", "now");
  const before_count = sum("before");
  const after_count = sum("after");
  const isCurrent = then_count + now_count > 0;
  const spoken = broken.filter(({ found }) => !isCurrent || !["before", "after"].includes(found.basis));
  const whats = new Map<string, number>();
  for (const { found, what } of spoken) whats.set(what, Math.max(whats.get(what) ?? 0, 0) + found.case_count);
  return {
    entity_id,
    whats: [...whats]
      .map(([what, count]) => ({ what, count }))
      .toSorted((a, b) => b.count - a.count || (a.what < b.what ? -1 : 1)),
    count: Math.max(then_count, now_count),
    then_count,
    now_count,
    before_count,
    after_count,
    cases: spoken.map(({ found }) => found),
  };
}
