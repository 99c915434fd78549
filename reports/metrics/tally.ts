import { z } from "zod";
import type { CountedRate } from "../../data/statistics/intervals.js";
import { bindNamed } from "../../data/store/named.js";
import { exclusionIds, type MetricCard, SLICES, type SliceName } from "./card.js";
import { periodBefore } from "./figure.js";
import { type Change, rateChange, shareChange, variationFrom, waitChange } from "./methods/change.js";
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
const tallyShape = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
type TallyRow = z.infer<typeof tallyShape>;

const waitShape = z
  .object({ hours: z.number().nullable(), is_ended: z.boolean(), excluded: z.string().nullable() })
  .catchall(z.union([z.number(), z.string(), z.null(), z.boolean()]));
type WaitRow = z.infer<typeof waitShape>;

type Labelled = Readonly<Record<string, unknown>>;

/**
 * What a tally is given beside its statement. `is_compared`: the period before is counted by the same statement, and the two
 * are held against each other; only for statements that read nothing later than their own `$night`, whose things belong to one
 * period each, and that do not ask what came of them since: a feed that began within the period before has had less time.
 */
export interface TallyOptions {
  readonly is_compared?: boolean;
  /** Columns of the statement, where several cards share one: `numerator` and `denominator` if not given. */
  readonly numerator?: string;
  readonly denominator?: string;
  /** Rows of a wait that are of this card, where several share a statement: those whose `clock` is this. */
  readonly clock?: string;
}

export const COMPARED: TallyOptions = { is_compared: true };

/** A share of the things counted, with the exact binomial interval. */
export function shareMetric(card: MetricCard, sql: string, options: TallyOptions = {}): Metric {
  return tallyMetric(card, sql, {
    ...options,
    changeOf: shareChange,
    valueFrom: ({ numerator, denominator }) => {
      const share = exactShare(numerator, denominator, LEVEL);
      return { value: share?.value ?? null, interval: share === null ? null : [share.lower, share.upper] };
    },
  });
}

/** Events for every thousand chances of one, with the exact Poisson interval. */
export function rateMetric(card: MetricCard, sql: string, options: TallyOptions = {}): Metric {
  return tallyMetric(card, sql, {
    ...options,
    changeOf: (before, now) => rateChange(countedRate(before), countedRate(now)),
    valueFrom: ({ numerator, denominator }) => {
      const rate = ratePerThousand(numerator, denominator, LEVEL);
      return { value: rate?.value ?? null, interval: rate === null ? null : [rate.lower, rate.upper] };
    },
  });
}

/** A plain count of `numerator` among `denominator`; it has no interval. Two periods of equal length are compared as rates. */
export function countMetric(card: MetricCard, sql: string, options: TallyOptions = {}): Metric {
  return tallyMetric(card, sql, {
    ...options,
    changeOf: (before, now) =>
      rateChange({ count: before.numerator, exposure: 1 }, { count: now.numerator, exposure: 1 }),
    valueFrom: ({ numerator }) => ({ value: numerator }),
  });
}

/** The time until half have ended, those that have not counted as waiting. */
export function waitMetric(card: MetricCard, sql: string, { is_compared = false, clock }: TallyOptions = {}): Metric {
  return {
    card,
    estimate: async (context) => {
      const read = async (values: MetricContext["values"]) => {
        const rows = await waitRows(sql, { store: context.store, values });
        return clock === undefined ? rows : rows.filter((row) => row.clock === clock);
      };
      const rows = await read(context.values);
      const rowsBefore = is_compared ? await read(valuesBefore(context)) : [];
      return slicesIn(rows, card.slices, context).map((slice): Estimated => {
        const own = rows.filter((row) => isIn(row, slice));
        const now = medianWait(own);
        const then = medianWait(rowsBefore.filter((row) => isIn(row, slice)));
        const change = is_compared ? waitChange(then.table, now.table) : null;
        return {
          slice,
          n: now.n,
          value: now.value,
          interval: now.interval,
          excluded: countBy(own.map(({ excluded }) => excluded)),
          ...(change === null ? {} : heldAgainst(change, then, card)),
        };
      });
    },
  };
}

/** The rows of a tally, bound to the context's own values; read once for all cards that share a statement. */
export const tallyRows = readOnce(tallyShape);
const waitRows = readOnce(waitShape);

/** Reads a statement's rows once for each set of values: a context's values are made anew for every report. */
export function readOnce<Row>(shape: z.ZodType<Row>) {
  const read = new WeakMap<MetricContext["values"], Map<string, Promise<Row[]>>>();
  return (sql: string, { store, values }: Pick<MetricContext, "store" | "values">): Promise<Row[]> => {
    const ofValues = read.get(values) ?? new Map<string, Promise<Row[]>>();
    read.set(values, ofValues);
    const rows = ofValues.get(sql) ?? store.rows(sql, shape, bindNamed(sql, values));
    ofValues.set(sql, rows);
    return rows;
  };
}

interface Sums {
  readonly numerator: number;
  readonly denominator: number;
}

export function tallyMetric(
  card: MetricCard,
  sql: string,
  {
    valueFrom,
    changeOf,
    is_compared = false,
    numerator = "numerator",
    denominator = "denominator",
  }: TallyOptions & {
    readonly valueFrom: (sums: Sums) => Pick<Estimated, "value" | "interval">;
    readonly changeOf?: (before: Sums, now: Sums) => Change;
  },
): Metric {
  const reasons = exclusionIds(card);
  const sumsOf = (rows: readonly TallyRow[]): Sums => {
    if (rows.some((row) => row[numerator] === undefined || row[denominator] === undefined))
      throw new Error(`tally without its columns: ${card.id}`);
    return { numerator: sum(rows, numerator), denominator: sum(rows, denominator) };
  };
  return {
    card,
    estimate: async (context) => {
      const rows = await tallyRows(sql, context);
      const rowsBefore = is_compared
        ? await tallyRows(sql, { store: context.store, values: valuesBefore(context) })
        : [];
      return slicesIn(rows, card.slices, context).map((slice): Estimated => {
        const own = rows.filter((row) => isIn(row, slice));
        const now = sumsOf(own);
        const excluded = Object.fromEntries(reasons.map((reason) => [reason, sum(own, reason)]));
        const figure = { slice, n: now.denominator, excluded, ...valueFrom(now) };
        if (!is_compared || changeOf === undefined) return figure;
        const then = sumsOf(rowsBefore.filter((row) => isIn(row, slice)));
        const held = { n: then.denominator, value: valueFrom(then).value };
        return { ...figure, ...heldAgainst(changeOf(then, now), held, card) };
      });
    },
  };
}

/** A figure's change since the period before, and what it was then. */
export function heldAgainst(
  change: Change,
  { n, value }: { readonly n: number; readonly value: number | null },
  { direction }: MetricCard,
): Pick<Estimated, "variation" | "before"> {
  const is_tested = change !== "cannot_tell" && direction !== "neutral";
  return { variation: variationFrom(change, direction), before: value === null ? null : { value, n, is_tested } };
}

const earlier = new WeakMap<MetricContext["values"], MetricContext["values"]>();

/** What statements are bound to for the period before, as it stood at the end of its own last night. */
export function valuesBefore({ values, period }: Pick<MetricContext, "values" | "period">): MetricContext["values"] {
  const { first, last } = periodBefore(period);
  const before = earlier.get(values) ?? { ...values, first, night: last };
  earlier.set(values, before);
  return before;
}

function countedRate({ numerator, denominator }: Sums): CountedRate {
  return { count: numerator, exposure: denominator };
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

function medianWait(rows: readonly WaitRow[]) {
  const counted = rows.flatMap(({ hours, is_ended, excluded }) =>
    excluded === null && hours !== null ? [{ time: hours, is_ended }] : [],
  );
  const table = durationsOf(counted);
  const [half] = survivalQuantiles(kaplanMeier(table, LOG_LOG_95), [MEDIAN]);
  const interval: [number | null, number | null] = [half?.lower ?? null, half?.upper ?? null];
  return { table, n: counted.length, value: half?.time ?? null, interval };
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
