import type { Reading } from "../../data/markings/model.js";
import { parseMarking } from "../../data/markings/parse.js";
import type { RuleContext } from "./card.js";

/** Every distinct marking line of the cases, read once. */
export function readLines(
  cases: readonly { readonly marking: string | null }[],
  { policy, home }: RuleContext,
): ReadonlyMap<string, Reading> {
  const lines = new Set(cases.flatMap(({ marking }) => (marking === null ? [] : [marking])));
  return new Map([...lines].map((line) => [line, parseMarking(line, policy, home.nation)]));
}
