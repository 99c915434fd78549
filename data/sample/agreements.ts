import { COLLECTIONS, LEVELS, type Level } from "./collections.js";
import type { Nation } from "./nations.js";
import { Random } from "./random.js";

/** What may be shared with one partner. One agreement a partner, in force from long before the world to long after it. */
export interface Agreement {
  readonly id: string;
  readonly partner: string;
  readonly ceiling: Level;
  readonly collections: readonly string[];
  readonly onward: boolean;
  readonly purposes: readonly string[];
}

/** Days for which a partner may keep an item: longer than the longest world, so that nothing falls due inside it. */
export const RETENTION_DAYS = 730;

/** Purposes that the contract's policy holds to need a rights review, and four that do not. */
export const REVIEWED_PURPOSES = ["law-enforcement", "border-security"];
const PURPOSES = [...REVIEWED_PURPOSES, "maritime-safety", "counter-terrorism", "disaster-relief", "cyber-defence"];

/** Every third partner may hold TOP SECRET and pass material on: fictional, so that both answers occur in the sample. */
const TRUSTED_EVERY = 3;

/** Ten to thirteen of the sixteen collections and four or five of the six purposes each: wide, but never everything. */
export function drawAgreements(seed: number, partners: readonly Nation[]): Agreement[] {
  return partners.map(({ code }, index) => {
    const random = new Random(seed, "agreement", code);
    const names = COLLECTIONS.map(({ name }) => name);
    const isTrusted = index % TRUSTED_EVERY === 0;
    return {
      id: `AGR-${code}-1`,
      partner: code,
      ceiling: isTrusted ? LEVELS[2] : LEVELS[1],
      collections: random.sample(names, 10 + random.below(4)).sort(),
      onward: isTrusted,
      purposes: random.sample(PURPOSES, 4 + random.below(2)).sort(),
    };
  });
}
