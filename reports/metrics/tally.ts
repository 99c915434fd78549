import { z } from "zod";
import { bindNamed } from "../../data/store/named.js";
import { exclusionIds, type MetricCard, SLICES, type SliceName } from "./card.js";
import { durationsOf } from "./methods/durations-of.js";
import { kaplanMeier, LOG_LOG_95 } from "./methods/kaplan-meier.js";
import { exactShare, ratePerThousand } from "./methods/rates.js";
import { survivalQuantiles } from "./methods/survival-quantile.js";
import type { Estimated, Metric, MetricContext, Slice } from "./metric.js";

/** Coverage of every interval. */
export const LEVEL = 0.95;

const MEDIAN = 0.5;

/**
 * A row of a tally: the columns that a card can be told apart by, `numerator` and `denominator`, and one column a reason of
 * exclusion, named by the reason. A row of a wait has `hours` and `is_ended`, and `excluded` where it cannot be counted.
 */
const tallyShape = z
  .object({ numerator: z.number(), denominator: z.number() })
  .catchall(z.union([z.number(), z.string(), z.null()]));
type TallyRow = z.infer<typeof tallyShape>;

const waitShape = z
  .object({ hours: z.number().nullable(), is_ended: z.boolean(), excluded: z.string().nullable() })
  .catchall(z.union([z.number(), z.string(), z.null(), z.boolean()]));
type WaitRow = z.infer<typeof waitShape>;

type Labelled = Readonly<Record<string, unknown>>;

/** A share of the things counted, with the exact binomial interval. */
export function shareMetric(card: MetricCard, sql: string): Metric {
  return tallyMetric(card, sql, ({ numerator, denominator }) => {
    const share = exactShare(numerator, denominator, LEVEL);
    return { value: share?.value ?? null, interval: share === null ? null : [share.lower, share.upper] };
  });
}

/** Events for every thousand chances of one, with the exact Poisson interval. */
export function rateMetric(card: MetricCard, sql: string): Metric {
  return tallyMetric(card, sql, ({ numerator, denominator }) => {
    const rate = ratePerThousand(numerator, denominator, LEVEL);
    return { value: rate?.value ?? null, interval: rate === null ? null : [rate.lower, rate.upper] };
  });
}

/** A plain count of `numerator` among `denominator`; it has no interval. */
export function countMetric(card: MetricCard, sql: string): Metric {
  return tallyMetric(card, sql, ({ numerator }) => ({ value: numerator }));
}

/** The time until half have ended, those that have not counted as waiting. */
export function waitMetric(card: MetricCard, sql: string): Metric {
  return {
    card,
    estimate: async (context) => {
      const rows = await context.store.rows(sql, waitShape, bindNamed(sql, context.values));
      return slicesIn(rows, card.slices, context).map((slice): Estimated => {
        const own = rows.filter((row) => isIn(row, slice));
        return { slice, ...medianWait(own), excluded: countBy(own.map(({ excluded }) => excluded)) };
      });
    },
  };
}

/** The rows of a tally, bound to the context's own values. */
export async function tallyRows(sql: string, { store, values }: MetricContext): Promise<TallyRow[]> {
  return store.rows(sql, tallyShape, bindNamed(sql, values));
}

export function tallyMetric(
  card: MetricCard,
  sql: string,
  valueFrom: (sums: {
    readonly numerator: number;
    readonly denominator: number;
  }) => Pick<Estimated, "value" | "interval">,
): Metric {
  const reasons = exclusionIds(card);
  return {
    card,
    estimate: async (context) => {
      const rows = await tallyRows(sql, context);
      return slicesIn(rows, card.slices, context).map((slice): Estimated => {
        const own = rows.filter((row) => isIn(row, slice));
        const numerator = sum(own, "numerator");
        const denominator = sum(own, "denominator");
        const excluded = Object.fromEntries(reasons.map((reason) => [reason, sum(own, reason)]));
        return { slice, n: denominator, excluded, ...valueFrom({ numerator, denominator }) };
      });
    },
  };
}

/** The whole, then each name of each kind: the context's own for partners and tiers, what the rows name for the rest. */
export function slicesIn(rows: readonly Labelled[], names: readonly SliceName[], context: MetricContext): Slice[] {
  return [
    {},
    ...names.flatMap((name) => {
      const found = rows.map((row) => row[name]).filter((value) => typeof value === "string");
      const listed = name === "partner" ? context.partners : name === "tier" ? context.tiers : [];
      return [...new Set([...listed, ...found])].sort(byText).map((value): Slice => ({ [name]: value }));
    }),
  ];
}

export function isIn(row: Labelled, slice: Slice): boolean {
  return SLICES.every((name) => slice[name] === undefined || row[name] === slice[name]);
}

function medianWait(rows: readonly WaitRow[]): Pick<Estimated, "n" | "value" | "interval"> {
  const counted = rows.flatMap(({ hours, is_ended, excluded }) =>
    excluded === null && hours !== null ? [{ time: hours, is_ended }] : [],
  );
  const curve = kaplanMeier(durationsOf(counted), LOG_LOG_95);
  const [half] = survivalQuantiles(curve, [MEDIAN]);
  return {
    n: counted.length,
    value: half?.time ?? null,
    interval: [half?.lower ?? null, half?.upper ?? null],
  };
}

function countBy(reasons: readonly (string | null)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function sum(rows: readonly TallyRow[], column: string): number {
  return rows.reduce((total, row) => total + (typeof row[column] === "number" ? row[column] : 0), 0);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
