import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import type { MetricCard, SliceName } from "./card.js";
import type { Period } from "./figure.js";
import type { Variation } from "./methods/xmr-chart.js";
import type { ReportingLag } from "./reporting-lag.js";
import type { RequestFrame } from "./request-frame.js";

/** Which part of the whole a figure is about; empty for the whole. */
export type Slice = Readonly<Partial<Record<SliceName, string>>>;

/** What metrics are computed with: a night, the period up to it, and the store as it was known then. */
export interface MetricContext {
  readonly store: Store;
  /** The last day of the period; everything stands as at its end. */
  readonly night: string;
  readonly period: Period;
  readonly settings: Pick<Settings, "home" | "targets" | "working" | "reviewers" | "rebases">;
  /** Values of `$night`, `$first`, `$time_zone` and `$home_nation`, for statements. */
  readonly values: Readonly<Record<string, string>>;
  /** Feeds of which at least one file has been read by the night. */
  readonly feeds: ReadonlySet<string>;
  /** Requests by the end of the night. */
  readonly requests: RequestFrame;
  /** How late the steps of requests come. */
  readonly lag: ReportingLag;
  /** Every partner and tier that a figure is told apart by, ascending. */
  readonly partners: readonly string[];
  readonly tiers: readonly string[];
}

/** What a figure was in the period before, over how many, and whether its variation is the difference of the two. */
export interface Before {
  readonly value: number;
  readonly n: number;
  readonly is_tested: boolean;
}

/** What a card's arithmetic gives for one slice; the engine adds the card's words and the verdict. */
export interface Estimated {
  readonly slice: Slice;
  readonly n: number;
  /** By reason, the card's own; a reason that is absent counts 0. */
  readonly excluded?: Readonly<Record<string, number>>;
  /** Null or NaN where it cannot be told. */
  readonly value: number | null;
  /** NaN and infinite ends become open ends. */
  readonly interval?: readonly [number | null, number | null] | null;
  /** Where it depends on the slice; else the card's own holds. */
  readonly target?: number | null;
  readonly variation?: Variation | null;
  /** The same over as many days just before, where it was computed. */
  readonly before?: Before | null;
  /** Where it is over other days than the context's period. */
  readonly period?: Period;
}

/** A card with its arithmetic. */
export interface Metric {
  readonly card: MetricCard;
  estimate(context: MetricContext): Promise<readonly Estimated[]> | readonly Estimated[];
}
