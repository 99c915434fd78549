import { z } from "zod";
import { type BatchOutcome, batchBh } from "../../data/statistics/multiplicity.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

const EARLIER = /* sql */ `
  SELECT alpha, rejected_count, augmented_count
  FROM fdr_batch
  WHERE year(night) = year($night::DATE) AND night < $night::DATE
  ORDER BY night
`;

const FORGET = /* sql */ `DELETE FROM fdr_batch WHERE night = $night::DATE`;

const batchShape = z.object({ alpha: z.number(), rejected_count: z.number(), augmented_count: z.number() }).transform(
  ({ alpha, rejected_count, augmented_count }): BatchOutcome => ({
    alpha,
    rejectedCount: rejected_count,
    augmentedCount: augmented_count,
  }),
);

/**
 * The p at or below which an entity is in the confirmed tier tonight: over a calendar year at most `falseShare` of that tier
 * is expected to be chance. Earlier nights' decisions stay as they were. 0 where nobody is.
 *
 * p  tonight's combined p-values, each entity once
 */
export async function confirmedUpTo(
  store: Store,
  night: string,
  p: readonly number[],
  falseShare: number,
): Promise<number> {
  const outcome = batchBh(await store.rows(EARLIER, batchShape, { night }), p, falseShare);
  await store.run(FORGET, { night });
  await insertRows(store, "fdr_batch", [
    {
      night,
      tested_count: p.length,
      alpha: outcome.alpha,
      rejected_count: outcome.rejectedCount,
      augmented_count: outcome.augmentedCount,
    },
  ]);
  return outcome.rejectedCount === 0 ? 0 : (p.toSorted((a, b) => a - b)[outcome.rejectedCount - 1] ?? 0);
}
