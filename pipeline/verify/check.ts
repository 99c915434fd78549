/**
 * One thing that was looked at.
 *
 * folder     the night or period, or null for what concerns all of them
 * result     `not checked` always has its reason as detail
 * is_missed  not checked although it was asked for, or although a published folder ought to allow it
 */
export interface Check {
  readonly folder: string | null;
  readonly what: string;
  readonly result: "holds" | "does not hold" | "not checked";
  readonly detail: string;
  readonly is_missed: boolean;
}

/** Makes the checks of one folder. */
export interface Checker {
  holds(what: string, detail: string): Check;
  fails(what: string, detail: string): Check;
  /** Could not be checked. */
  cannot(what: string, reason: string): Check;
  /** Was not asked for: says how to. */
  unasked(what: string, how: string): Check;
}

/** @param folder the night or period, or null */
export function checker(folder: string | null): Checker {
  const make = (result: Check["result"], is_missed: boolean) => (what: string, detail: string) => ({
    ...{ folder, what, result, detail, is_missed },
  });
  return {
    holds: make("holds", false),
    fails: make("does not hold", false),
    cannot: make("not checked", true),
    unasked: make("not checked", false),
  };
}

/** Names that a detail lists; the rest is counted. */
const NAMED_MAX = 5;

/** The first of many names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - NAMED_MAX;
  return names.slice(0, NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The beginning of a digest, long enough to be told apart by eye. */
export const short = (digest: string): string => digest.slice(0, 16);
