import { z } from "zod";
import { weightedShare } from "../../data/statistics/inverse-probability.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";

/** Days over which decisions are counted, as for the precision of detectors. */
const COUNTS_DAYS = 180;

const LEVEL = 0.9;

const FORGET = /* sql */ `DELETE FROM detection_estimate WHERE night = $night::DATE`;

/** Cases that were put to reviewers and decided, with the frame that they stand for. */
const DECIDED = /* sql */ `
  SELECT coalesce(audit_draw.frame, 'listed') AS frame, coalesce(audit_draw.inclusion_probability, 1)::DOUBLE AS probability,
    standing_decision.disposition = 'confirmed concern' AS is_confirmed
  FROM standing_decision
  JOIN flag USING (flag_id)
  LEFT JOIN audit_draw USING (flag_id)
  WHERE flag.queue IN ('leads', 'audit') AND standing_decision.disposition <> 'undetermined'
    AND standing_decision.decided_on > $night::DATE - $days::INTEGER
  ORDER BY flag.flag_id
`;

const decidedShape = z.object({ frame: z.string(), probability: z.number(), is_confirmed: z.boolean() });

/**
 * Estimates what the list gets right and what it misses, from the decisions on listed leads and on the cases shown blind,
 * each case standing for as many as its chance of being drawn says. Undetermined cases are left out.
 *
 * precision_listed      share of decided listed leads that were confirmed
 * precision_with_hidden the same over listed and suppressed leads
 * concerns_suppressed   confirmed concerns that suppressions hid; concerns_missed those that no list had (cases)
 * miss_rate             concerns suppressed or missed, of all concerns
 */
export async function estimateDetection(store: Store, night: string): Promise<void> {
  const decided = await store.rows(DECIDED, decidedShape, { night, days: COUNTS_DAYS });
  const drawn = (frames: readonly string[]) =>
    decided
      .filter(({ frame }) => frames.includes(frame))
      .map(({ is_confirmed, probability }) => ({ isSuccess: is_confirmed, probability }));
  const share = (quantity: string, frames: readonly string[], note: string) => {
    const sample = drawn(frames);
    const { share: value, interval } = weightedShare(sample, LEVEL);
    const known = sample.length === 0 ? null : value;
    return {
      night,
      quantity,
      value: known,
      low: interval.lower,
      high: interval.upper,
      sampled_count: sample.length,
      note,
    };
  };
  const count = (quantity: string, frame: string, note: string) => {
    const sample = drawn([frame]);
    const { total, successes, interval } = weightedShare(sample, LEVEL);
    const isKnown = sample.length > 0;
    return {
      night,
      quantity,
      value: isKnown ? successes : null,
      low: isKnown ? interval.lower * total : null,
      high: isKnown ? interval.upper * total : null,
      sampled_count: sample.length,
      note,
    };
  };
  const found = drawn(["listed"]).filter(({ isSuccess }) => isSuccess).length;
  const suppressed = count("concerns_suppressed", "suppressed", "by inverse probability, one in twenty episodes drawn");
  const missed = count("concerns_missed", "unflagged", "by inverse probability, cases drawn weekly");
  const lost = (suppressed.value ?? 0) + (missed.value ?? 0);
  const highest = (suppressed.high ?? 0) + (missed.high ?? 0);
  const lowest = (suppressed.low ?? 0) + (missed.low ?? 0);
  const of = (unseen: number): number | null => (unseen + found === 0 ? null : unseen / (unseen + found));
  const isKnown = missed.sampled_count > 0;
  await store.run(FORGET, { night });
  await insertRows(store, "detection_estimate", [
    share("precision_listed", ["listed"], "of the listed leads that were decided on"),
    share("precision_with_hidden", ["listed", "suppressed"], "listed and suppressed leads, by inverse probability"),
    suppressed,
    missed,
    {
      night,
      quantity: "miss_rate",
      value: isKnown ? of(lost) : null,
      low: isKnown ? of(lowest) : null,
      high: isKnown ? of(highest) : null,
      sampled_count: missed.sampled_count + suppressed.sampled_count,
      note: isKnown
        ? "the ends are those of the counts, added: wider than 90 %"
        : "no unflagged case has been decided on",
    },
  ]);
}
