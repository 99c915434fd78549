import { jsonInScript } from "../border/json.js";
import { exclusionIds } from "../metrics/card.js";
import { periodWords, publicCard } from "./allowed.js";
import { isEdition, type NothingYet, type PublicEdition, sliceText } from "./edition.js";
import type { PublicFigure } from "./figure.js";
import { blindSpots, hiddenCounts, priceStatement, ruleStatements } from "./statements.js";

/**
 * public-metrics.json: the shape of metrics.json, with what hides each figure, what it is rounded to and how it is counted,
 * and before them the rules and what they hid. `night` is the night as of which all stands. Ends with a line end.
 */
export function publicMetricsJson(told: PublicEdition | NothingYet, night: string): string {
  if (!isEdition(told))
    return json({
      night,
      period: null,
      nothing_yet: told.nothing_yet,
      edition: null,
      disclosure: null,
      price: null,
      blind_spots: [],
      metrics: [],
    });
  const { period, version, rules, nights_judged, days, figures } = told;
  const { first, last, words } = period;
  return json({
    night: last,
    period: { first, last },
    nothing_yet: null,
    edition: { words, fixed_as_of: last, version, nights_judged, nights: days },
    disclosure: { ...rules, figures: hiddenCounts(told), rules: ruleStatements(rules) },
    price: priceStatement(told),
    blind_spots: blindSpots(told),
    metrics: figures.map((figure) => fieldsOf(figure, rules.threshold)),
  });
}

function fieldsOf({ id, content }: PublicFigure, threshold: number) {
  const card = publicCard(id);
  const { title, unit, method, counting_rule } = card;
  const { slice, period, n, excluded, value, interval, target, verdict, suppressed, few, missing_feed, base } = content;
  const reasons = exclusionIds(card).map((reason, index) => ({ reason, n: excluded[index] ?? null }));
  return {
    ...{ id, title, slice: sliceText(slice), period, n, excluded: reasons },
    ...{ value, unit, interval, method, target, verdict },
    ...{ suppressed, fewer_than: few === null ? null : { of: few, n: threshold } },
    ...{ not_assessed: missing_feed, rounded_to: base, counting_rule: periodWords(counting_rule) },
  };
}

function json(value: object): string {
  return `${jsonInScript(value, { indent: 1 })}\n`;
}
