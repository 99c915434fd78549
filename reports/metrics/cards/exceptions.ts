import type { MetricCard } from "../card.js";
import { ratePerThousand } from "../methods/rates.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { slicesOf } from "../slices.js";
import { listedFlags, sumOf, unplacedOf } from "./leads.js";

const LEVEL = 0.95;

const card: MetricCard = {
  id: "exceptions_per_1000_releases",
  title: "Rules that did not hold, per 1,000 releases",
  question: "How often did a rule not hold, for every thousand items released?",
  counting_rule:
    "Episodes in the queue of exceptions on at least one night of the period, over the requests made in the period that were released by its end. An exception belongs to the partner it is about, or whose person or request it is about, and to the tier of its request.",
  numerator: "exceptions, each episode once",
  denominator: "releases of requests made in the 90 days up to the night",
  exclusions: [{ id: "not_of_slice", words: "exceptions about things that have no partner or tier" }],
  unit: "per 1000",
  target: { kind: "none", reason: "no rule names a number of exceptions that would be in order" },
  direction: "decrease",
  owner: "oversight office",
  method: "rate per 1,000; exact Poisson interval, 95 %",
  source: "Garwood 1936",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
};

/** Exceptions for every thousand releases. */
export const exceptionsPerRelease: Metric = {
  card,
  estimate: async (context) => {
    const rows = (await listedFlags(context)).filter(({ queue }) => queue === "exceptions");
    return slicesOf(card.slices, context).map((slice): Estimated => {
      const releases = releasesOf(context, slice);
      const rate = ratePerThousand(sumOf(rows, slice), releases, LEVEL);
      return {
        slice,
        n: releases,
        excluded: { not_of_slice: unplacedOf(rows, slice) },
        value: rate?.value ?? null,
        interval: rate === null ? null : [rate.lower, rate.upper],
      };
    });
  },
};

function releasesOf({ requests, period }: MetricContext, slice: Slice): number {
  const released = requests.instant("released_at");
  return requests
    .rows(slice, period.first, period.last)
    .reduce((count, row) => count + (Number.isNaN(released[row] ?? Number.NaN) ? 0 : 1), 0);
}
