import { Temporal } from "temporal-polyfill";
import { hashUniform } from "../../data/statistics/hash-uniform.js";

const WEEK_DAYS = 7;

/** What is drawn for the audit: an entity that was judged and not listed. */
export interface AuditCandidate {
  readonly entity_type: string;
  readonly entity_id: string;
}

/** How many of a week's audit cases fall on this night: each falls on a night of its own drawing, the same every time. */
export function auditCasesOn(night: string, casesPerWeek: number): number {
  const date = Temporal.PlainDate.from(night);
  const week = `${date.yearOfWeek ?? date.year}-W${date.weekOfYear ?? 0}`;
  const days = Array.from(
    { length: casesPerWeek },
    (_, index) => 1 + Math.floor(hashUniform(["audit night", week, String(index)]) * WEEK_DAYS),
  );
  return days.filter((day) => day === date.dayOfWeek).length;
}

/** Draws without replacement, each candidate with the same chance; the same candidates give the same draw. */
export function drawAudit<T extends AuditCandidate>(night: string, candidates: readonly T[], count: number): T[] {
  const key = ({ entity_type, entity_id }: T) => hashUniform(["audit case", night, entity_type, entity_id]);
  return candidates
    .map((candidate) => ({ candidate, key: key(candidate) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}
