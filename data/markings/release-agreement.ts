import { levelRank } from "../policy/policy.js";
import type { Level, ReleaseClauseId } from "../policy/schema.js";
import type { ReleaseCase } from "./release-case.js";
import type { Party, Said } from "./release-clauses.js";

type AgreementClause = Extract<ReleaseClauseId, "agreement" | "ceiling" | "collection">;

function all(said: Said): Record<AgreementClause, Said> {
  return { agreement: said, ceiling: said, collection: said };
}

/**
 * What the agreement in force with the recipient allows: that there is one, its ceiling and its collections.
 *
 * levelOf  the level that a word stands for on the day; null: unknown, which leaves the ceiling undetermined
 * source   32 CFR 117.19: bilateral agreements limit level and use
 */
export function agreementClauses(
  { marking, home, recipient }: Party,
  { agreement, collection, day }: ReleaseCase,
  levelOf: (word: string) => Level | null,
): Record<AgreementClause, Said> {
  if (recipient === home) return all(["holds", "the home nation needs no agreement with itself"]);
  if (agreement === null) return all(["not_assessed", "there is no agreements feed"]);
  if (agreement === "none") {
    const silent: Said = ["not_assessed", "no agreement, so no limits of one"];
    return {
      agreement: ["broken", `no agreement with ${recipient} was in force on ${day}`],
      ceiling: silent,
      collection: silent,
    };
  }
  const { max_classification, collections } = agreement;
  const highest = max_classification === null ? null : levelOf(max_classification);
  const ceiling: Said =
    highest === null
      ? ["undetermined", "the agreement's ceiling is not known"]
      : levelRank(marking.level) <= levelRank(highest)
        ? ["holds", `${marking.level} is within ${highest}`]
        : ["broken", `${marking.level} is above the agreement's ${highest}`];
  const within: Said =
    collections === null || collections.length === 0
      ? ["undetermined", "the agreement's collections are not known"]
      : collection === null
        ? ["undetermined", "the item's collection is not known"]
        : collections.includes(collection)
          ? ["holds", "the collection is within the agreement"]
          : ["broken", "the collection is outside the agreement"];
  return { agreement: ["holds", "an agreement was in force"], ceiling, collection: within };
}
