/** Kinds of evidence. Detectors of one family see much the same and are combined before the families are. */
export type Family = keyof typeof FAMILY_WEIGHTS;

/**
 * Weights of the families in an entity's one p-value: any weights are valid while they are fixed before the data are seen.
 * The less a family's patterns stand out, the more weight it needs: a sharp one gives p so small that a quarter costs it
 * nothing, and the weak patterns of the broad ones pay less for company that has nothing to say. `take` answers two
 * questions, taking away more and drifting; `approver` four, and costs only the few who decide.
 */
export const FAMILY_WEIGHTS = {
  volume: 1,
  take: 2,
  "new ground": 1,
  refusal: 0.5,
  alteration: 0.25,
  time: 0.5,
  class: 0.5,
  dormant: 0.25,
  place: 0.25,
  sweep: 0.25,
  approver: 1,
  together: 0.25,
  delay: 1,
  surge: 1,
  mix: 1,
  silence: 1,
  records: 1,
} as const;

/**
 * Share in an entity's one p-value of what its families say together, however mildly each: a tenth, so that a pattern which
 * only one family sees loses no more than that of its rarity.
 */
export const DENSE_SHARE = 0.1;
