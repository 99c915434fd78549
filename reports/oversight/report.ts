import type { AssessedFigure } from "../metrics/engine.js";
import type { Period } from "../metrics/figure.js";

/** All that an oversight report is made from: nothing else reaches its bytes. */
export interface OversightReport {
  /** The last day of the period; everything stands as at its end. */
  readonly night: string;
  readonly period: Period;
  /** "the 90 days up to 3 June 2026", "May 2026": how readers name the period. */
  readonly period_words: string;
  readonly home: { readonly nation: string; readonly time_zone: string };
  readonly marking: string;
  readonly version: string;
  readonly settings_digest: string;
  readonly feeds_digest: string;
  readonly figures: readonly AssessedFigure[];
}
