import { counted } from "../../data/words.js";
import { formatDay, formatNumber } from "../charts/format.js";
import type { PublicId } from "./allowed.js";
import type { EditionRules, PublicEdition } from "./edition.js";
import type { PublicFigure } from "./figure.js";
import { sentence } from "./sentences.js";

/** How many figures are shown, and how many are hidden by each reason. */
export function hiddenCounts({ figures }: Pick<PublicEdition, "figures">) {
  const by = (reason: string | null) =>
    figures.filter(({ content }) => content.missing_feed === null && content.suppressed === reason).length;
  return {
    shown: by(null),
    ...{ primary: by("primary"), complementary: by("complementary") },
    primary_or_complementary: by("primary or complementary"),
    not_publishable: by("not publishable"),
    not_assessed: figures.filter(({ content }) => content.missing_feed !== null).length,
  };
}

/** The figure of the whole. Throws an Error, a bug of ours, where an edition has none. */
export function wholeOf({ figures }: Pick<PublicEdition, "figures">, wanted: PublicId): PublicFigure {
  const found = figures.find(({ id, content }) => id === wanted && Object.keys(content.slice).length === 0);
  if (found === undefined) throw new Error(`no such public figure: ${wanted}`);
  return found;
}

/** What was hidden and rounded by, so that anybody can hold the figures against it. */
export function ruleStatements(rules: EditionRules): string[] {
  const { threshold, protection_level, dominance_percent, count_base, hours_base } = rules;
  const number = (value: number) => formatNumber(value);
  return [
    `No count of requests, rules or leads below ${number(threshold)} is published, nought included, and no share of them whose cases or whose rest are fewer.`,
    dominance_percent === 0
      ? "Partners’ parts in a count are no reason to hide it."
      : `No count of requests is published from which one partner, who knows its own part, could work out another’s to within ${number(dominance_percent)} per cent.`,
    `Further counts are hidden until every hidden count of requests could be any of at least ${number(protection_level + 1)} numbers, for a reader who has all the others, knows all sums and the reasons given, and knows of one case in it himself. Where the reasons would tell too much, it is not said which of two a gap has.`,
    `A middle or ninetieth value needs at least ${number(threshold)} cases on either side of it; an end of its interval with fewer beyond it is left open.`,
    `Counts are rounded to the nearest ${number(count_base)}, waits to the nearest ${counted(hours_base, "hour")}, shares to one per cent; rounded figures need not add up.`,
    "Each period is published once, when it is over, and never again with other figures; no two periods overlap. So no difference of two editions is the figure of a day or a month that was not published.",
  ];
}

/** What could not be seen, and what the figures leave out. */
export function blindSpots(edition: PublicEdition): string[] {
  const { period, nights_judged, days, rules } = edition;
  const instruments = (
    [
      "source_nights_heard_share",
      "rows_refused_share",
      "cases_not_judged_share",
      "detectors_uncalibrated_count",
      "feeds_absent_count",
    ] as const
  ).map((id) => sentence(wholeOf(edition, id), rules.threshold));
  return [
    `Unusual patterns and rules were looked for on ${formatNumber(nights_judged)} of the ${formatNumber(days)} nights of the period.`,
    ...instruments,
    `What became known after ${formatDay(period.last)} is not in these figures and will not be added to them.`,
    "What is shared by word of mouth, or over a system that keeps no log, cannot be seen at all.",
  ];
}

/** The price of leads, in two sentences. */
export function priceStatement(edition: PublicEdition): string {
  const { threshold } = edition.rules;
  return (["leads_count", "leads_expected_by_chance"] as const)
    .map((id) => sentence(wholeOf(edition, id), threshold))
    .join(" ");
}
