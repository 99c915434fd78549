import type { AssessedFigure } from "../metrics/engine.js";
import type { MetricFigure, Period } from "../metrics/figure.js";
import type { MetricContext, Slice } from "../metrics/metric.js";
import type { Exhibits } from "./exhibits.js";

/** All that an oversight report is made from: nothing else reaches its bytes. */
export interface OversightReport {
  /** The last day of the period; everything stands as at its end. */
  readonly night: string;
  readonly period: Period;
  /** Days of the period, and of the one before that figures are held against. */
  readonly period_days: number;
  /** "the 90 days to 3 June 2026", "May 2026": how readers name the period. */
  readonly period_words: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  readonly marking: string;
  readonly version: string;
  readonly settings_digest: string;
  readonly feeds_digest: string;
  readonly figures: readonly AssessedFigure[];
  readonly exhibits: Exhibits;
  /** What the charts are drawn from. */
  readonly context: MetricContext;
}

const indexed = new WeakMap<readonly AssessedFigure[], ReadonlyMap<string, AssessedFigure>>();

/** The figure of an id and slice with what it was before, or null where it was not computed. */
export function assessedOf(
  { figures }: Pick<OversightReport, "figures">,
  id: string,
  slice: Slice = {},
): AssessedFigure | null {
  const byKey =
    indexed.get(figures) ?? new Map(figures.map((each) => [keyOf(each.figure.id, each.figure.slice), each] as const));
  indexed.set(figures, byKey);
  return byKey.get(keyOf(id, slice)) ?? null;
}

function keyOf(id: string, slice: Slice): string {
  return JSON.stringify([id, slice]);
}

/** The figure of an id and slice, or null where it was not computed. */
export function figureOf(
  { figures }: Pick<OversightReport, "figures">,
  id: string,
  slice: Slice = {},
): MetricFigure | null {
  return assessedOf({ figures }, id, slice)?.figure ?? null;
}
