import type { MetricCard } from "../card.js";
import { rateChange } from "../methods/change.js";
import { ratePerThousand } from "../methods/rates.js";
import type { Estimated, Metric, MetricContext, Slice } from "../metric.js";
import { slicesOf } from "../slices.js";
import { heldAgainst, isIn, LEVEL, tallyRows, valuesBefore } from "../tally.js";
import { listedFlags, sumOf, unplacedOf } from "./leads.js";

const card: MetricCard = {
  id: "exceptions_per_1000_releases",
  title: "Rules that did not hold, per 1,000 releases",
  question: "How often did a rule not hold, for every thousand items released?",
  counting_rule:
    "Episodes in the queue of exceptions on at least one night of the period, over the requests made in the period that were released on nights whose rules were run. An exception belongs to the partner it is about, or whose person or request it is about, and to the tier of its request.",
  numerator: "exceptions, each episode once",
  denominator: "releases of requests made in the 90 days up to the night, on nights whose rules were run",
  exclusions: [
    { id: "not_of_slice", words: "exceptions about things that have no partner or tier" },
    { id: "not_judged", words: "releases on nights whose rules were not run" },
  ],
  unit: "per 1000",
  target: { kind: "none", reason: "no rule names a number of exceptions that would be in order" },
  direction: "decrease",
  owner: "oversight office",
  method: "rate per 1,000; exact Poisson interval, 95 %",
  source: "Garwood 1936",
  needs: ["sharing_steps"],
  slices: ["partner", "tier"],
};

/** Releases of requests made in the period, and whether the rules of the night of the release were run. */
const RELEASES = /* sql */ `
  SELECT partner, tier,
    (count(*) FILTER (judged.night IS NOT NULL))::INTEGER AS numerator,
    (count(*) FILTER (judged.night IS NOT NULL))::INTEGER AS denominator,
    (count(*) FILTER (judged.night IS NULL))::INTEGER AS not_judged
  FROM request_life
  LEFT JOIN (SELECT DISTINCT night FROM rule_outcome WHERE night BETWEEN $first::DATE AND $night::DATE) AS judged
    ON judged.night = timezone($time_zone, released_at)::DATE
  WHERE released_at IS NOT NULL AND requested_at >= timezone($time_zone, $first::TIMESTAMP)
  GROUP BY partner, tier
  ORDER BY partner, tier
`;

/** Exceptions and releases of a context's period, told apart by slice. */
async function counted(context: Pick<MetricContext, "store" | "values">) {
  const flags = (await listedFlags(context)).filter(({ queue }) => queue === "exceptions");
  const releases = await tallyRows(RELEASES, context);
  return (slice: Slice) => {
    const own = releases.filter((row) => isIn(row, slice));
    const sum = (column: "denominator" | "not_judged") => own.reduce((all, row) => all + Number(row[column]), 0);
    return {
      count: sumOf(flags, slice),
      exposure: sum("denominator"),
      excluded: { not_of_slice: unplacedOf(flags, slice), not_judged: sum("not_judged") },
    };
  };
}

/** Exceptions for every thousand releases, held against the period before. */
export const exceptionsPerRelease: Metric = {
  card,
  estimate: async (context) => {
    const nowOf = await counted(context);
    const beforeOf = await counted({ store: context.store, values: valuesBefore(context) });
    return slicesOf(card.slices, context).map((slice): Estimated => {
      const [now, before] = [nowOf(slice), beforeOf(slice)];
      const rate = ratePerThousand(now.count, now.exposure, LEVEL);
      const was = ratePerThousand(before.count, before.exposure, LEVEL);
      return {
        slice,
        n: now.exposure,
        excluded: now.excluded,
        value: rate?.value ?? null,
        interval: rate === null ? null : [rate.lower, rate.upper],
        ...heldAgainst(rateChange(before, now), { n: before.exposure, value: was?.value ?? null }, card),
      };
    });
  },
};
