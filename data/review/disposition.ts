/**
 * What a reviewer may decide about a flag, each with what it means and, where apt, the word of another vocabulary for it.
 *
 * source of `also`  MISP taxonomies incident-disposition (NASA ITS-HBK-2810.09-02) and workflow; none says `authorised`
 *                   or `expected from now on`, so these have the nearest word
 */
export const DISPOSITIONS = [
  {
    word: "confirmed concern",
    meaning: "what was seen is so, and nothing known explains it: it goes on by the rules of the house",
    also: "incident-disposition:incident=confirmed",
  },
  {
    word: "true but authorised",
    meaning: "what was seen is so, and it was allowed: the reason names what allowed it",
    also: "incident-disposition:not-an-incident=refuted",
  },
  {
    word: "data error",
    meaning: "what was seen is not so: a log or a register is wrong",
    also: "incident-disposition:not-an-incident=misconfiguration",
  },
  {
    word: "model error",
    meaning: "what was seen is so and ordinary: the comparison was wrong",
    also: "incident-disposition:not-an-incident=faulty-indicator",
  },
  {
    word: "expected from now on",
    meaning: "what was seen is so and will go on: what is ordinary has changed",
    also: "incident-disposition:not-an-incident=refuted",
  },
  {
    word: "undetermined",
    meaning: "it cannot be told with what is known",
    also: "incident-disposition:not-an-incident=insufficient-data",
  },
] as const;

export type Disposition = (typeof DISPOSITIONS)[number]["word"];

/** The words alone, in the order of the keys 1 to 6. */
export const DISPOSITION_WORDS: readonly Disposition[] = DISPOSITIONS.map(({ word }) => word);

/** The disposition that a text names, in any case, with spaces, hyphens or underscores between the words; else null. */
export function dispositionOf(text: string): Disposition | null {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
  return DISPOSITION_WORDS.find((known) => known === word) ?? null;
}
