import type { CardShown } from "../../data/dossier.js";
import type { Flag } from "../../data/flag.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Detector } from "../../detectors/card.js";
import type { Rule } from "../../detectors/rules/card.js";

/** The cards of the detectors and rules that any flag names, in order of id, with the parameters they were judged by. */
export function cardsOf(
  {
    detectors,
    rules,
    settings,
  }: {
    readonly detectors: readonly Detector[];
    readonly rules: readonly Rule[];
    readonly settings: Settings;
  },
  flags: readonly Flag[],
): CardShown[] {
  const named = new Set(flags.flatMap((flag) => flag.detectors.map(({ detector }) => detector)));
  const chosen = (id: string) => settings.detectors[id] ?? {};
  const ofDetectors = detectors.map(
    (card): CardShown => ({
      id: card.id,
      question: card.question,
      kind: "detector",
      status: card.status,
      needs: card.needs,
      why: null,
      owner: null,
      references: card.references,
      parameters: parametersOf(card.params, chosen(card.id)),
    }),
  );
  const ofRules = rules.map(
    (card): CardShown => ({
      id: card.id,
      question: card.question,
      kind: "rule",
      status: null,
      needs: card.needs,
      why: card.why,
      owner: card.rung,
      references: [card.source],
      parameters: parametersOf(card.params, chosen(card.id)),
    }),
  );
  return [...ofDetectors, ...ofRules].filter(({ id }) => named.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Each parameter with its value and the reason that stands with its default. */
function parametersOf(params: Detector["params"], chosen: unknown): CardShown["parameters"] {
  const values = params.parse(chosen);
  return Object.entries(params.shape).map(([name, shape]) => ({
    name,
    value: String(values[name]),
    reason: shape instanceof Object && "description" in shape ? String(shape.description ?? "") : "",
  }));
}
