import { type Html, html } from "../border/html.js";
import { anchor } from "../border/slug.js";
import { type DotRow, dotChart } from "../charts/dots.js";
import { formatNumber } from "../charts/format.js";
import type { MetricCard, SliceName } from "../metrics/card.js";
import type { MetricFigure } from "../metrics/figure.js";
import { metrics } from "../metrics/index.js";
import type { OversightReport } from "./report.js";
import { formatOf, isWhole, unitWords } from "./words.js";

/** Rows of one chart; what is more stands in the table of its figure. */
const ROWS_MAX = 24;

/** A chart of one figure by its parts: partners by name, never ranked. */
export interface PartsChart {
  readonly id: string;
  readonly by: SliceName;
  readonly title: string;
  /** What is beside the parts to hold them against: even, none. */
  readonly reference?: { readonly value: number; readonly name: string };
  readonly note?: string;
}

/** One figure by partner, unit or rule, each with its interval. */
export function partsChart(report: OversightReport, { id, by, title, reference, note = "" }: PartsChart): Html | null {
  const card = cardOf(id);
  const own = report.figures
    .filter(({ figure, missing_feed }) => figure.id === id && missing_feed === null && figure.slice[by] !== undefined)
    .map(({ figure }) => figure);
  if (own.length === 0) return null;
  const shown = own.slice(0, ROWS_MAX);
  const untold = shown.filter(({ value }) => value === null).length;
  const whole = report.figures.find(({ figure }) => figure.id === id && isWhole(figure))?.figure;
  return dotChart(
    {
      at: anchor("chart-parts", `${id}-${by}`),
      title,
      description: `${wordsOf(shown, reference)}${untold > 0 ? ` ${formatNumber(untold)} cannot be told.` : ""}`,
      rule: `${card.counting_rule}${note === "" ? "" : ` ${note}`}${own.length > ROWS_MAX ? ` ${formatNumber(own.length - ROWS_MAX)} more stand in the table below.` : ""}`,
      source: card.needs.join(", "),
      n: whole?.n ?? 0,
    },
    {
      rows: shown.map((figure) => rowOf(figure, figure.slice[by] ?? "")),
      ...scaleOf(card),
      target: reference?.value ?? whole?.target ?? null,
      ...(reference === undefined ? {} : { targetName: reference.name, isClipped: true }),
    },
  );
}

/** Several figures of the whole that share a unit, in the order given. */
export function figuresChart(
  report: OversightReport,
  {
    name,
    title,
    rows,
    rule,
  }: {
    readonly name: string;
    readonly title: string;
    readonly rows: readonly (readonly [id: string, label: string])[];
    readonly rule: string;
  },
): Html | null {
  const own = rows.flatMap(([id, label]) => {
    const found = report.figures.find(
      ({ figure, missing_feed }) => figure.id === id && isWhole(figure) && missing_feed === null,
    );
    return found === undefined ? [] : [{ ...found.figure, label }];
  });
  const [first] = own;
  if (first === undefined) return null;
  const card = cardOf(first.id);
  return dotChart(
    {
      at: anchor("chart-figures", name),
      title,
      description: `${own.some(({ value }) => value === null) ? `${own.filter(({ value }) => value === null).length} of ${own.length} cannot be told. ` : ""}Each with its 95 % interval.`,
      rule,
      source: [...new Set(own.flatMap(({ id }) => cardOf(id).needs))].join(", "),
      n: Math.max(...own.map(({ n }) => n)),
    },
    { rows: own.map((figure) => rowOf(figure, figure.label)), ...scaleOf(card), target: null, isInOrder: true },
  );
}

/** Charts that there is something to draw in. */
export function together(...charts: readonly (Html | null)[]): Html | null {
  const drawn = charts.filter((chart) => chart !== null);
  return drawn.length === 0 ? null : html`${drawn}`;
}

function cardOf(id: string): MetricCard {
  const found = metrics.find(({ card }) => card.id === id);
  if (found === undefined) throw new Error(`no such metric: ${id}`);
  return found.card;
}

function scaleOf({ unit }: MetricCard) {
  const isShare = unit === "share";
  return {
    unit: isShare ? "share" : unitWords(unit),
    nUnit: "n",
    format: formatOf(unit),
    domain: isShare ? ([0, 1] as const) : null,
  };
}

function rowOf({ value, interval, n }: MetricFigure, label: string): DotRow {
  const [low, high] = interval ?? [null, null];
  return {
    label,
    value,
    low,
    high,
    n,
    reason: value === null && n > 0 ? "too few" : null,
  };
}

/** Which parts lie off the reference with their whole interval, and how many of as many would by chance. */
function wordsOf(figures: readonly MetricFigure[], reference: PartsChart["reference"]): string {
  if (reference === undefined) return "Each with its 95 % interval, in the order of names.";
  const told = figures.filter(({ value, interval }) => value !== null && interval !== null);
  const off = told.filter(
    ({ interval }) => (interval?.[0] ?? -Infinity) > reference.value || (interval?.[1] ?? Infinity) < reference.value,
  );
  const chance = formatNumber(told.length * OUTSIDE_SHARE, { digits: 1 });
  return `${formatNumber(off.length)} of ${formatNumber(told.length)} intervals lie wholly off ${reference.name}; by chance alone at most ${chance} would.`;
}

/** Share of 95 % intervals that miss what they are of. */
const OUTSIDE_SHARE = 0.05;
