import type { MetricCard } from "../card.js";

/** Methods in the words that a report prints, the same for every card that uses them. */
export const METHOD = {
  share: "share; exact binomial interval, 95 %",
  rate: "rate per 1,000; exact Poisson interval, 95 %",
  count: "a plain count, not a sample: it has no interval",
  wait: "Kaplan–Meier median, what has not ended counted as waiting; 95 % interval by the log-log transform",
} as const;

export const SOURCE = {
  share: "Clopper & Pearson 1934",
  rate: "Garwood 1936",
  count: "the contract of metrics.json",
  wait: "Kaplan & Meier 1958; Brookmeyer & Crowley 1982; Borgan & Liestøl 1990",
} as const;

/** No feed names a target; the settings may. */
export const NO_TARGET: MetricCard["target"] = {
  kind: "none",
  reason: "no feed names a target for this figure; the settings may give one",
};

type Kind = keyof typeof METHOD;

/** What a card of one kind need not say again: its unit, its method and the method's source. */
export function cardOf(
  kind: Kind,
  parts: Omit<MetricCard, "unit" | "target" | "method" | "source"> &
    Partial<Pick<MetricCard, "unit" | "target" | "method" | "source">>,
): MetricCard {
  const unit = { share: "share", rate: "per 1000", count: "count", wait: "calendar hours" } as const;
  return { unit: unit[kind], target: NO_TARGET, method: METHOD[kind], source: SOURCE[kind], ...parts };
}
