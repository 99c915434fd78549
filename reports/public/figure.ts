import { FEEDS } from "../../data/feeds/feeds.js";
import type { Suppressed } from "../disclosure/suppress.js";
import { exclusionIds } from "../metrics/card.js";
import type { Period } from "../metrics/figure.js";
import type { MetricVerdict } from "../metrics/verdict.js";
import { type PublicId, publicCard } from "./allowed.js";
import type { PublicLabel } from "./label.js";

/** Which part of the whole a public figure is about; empty for the whole. */
export interface PublicSlice {
  readonly tier?: PublicLabel;
  readonly partner?: PublicLabel;
}

/** What may be said of a figure beside its card: numbers, labels of the settings and words of ours. */
export interface PublicContent {
  readonly slice: PublicSlice;
  readonly period: Period;
  /** Null where it is not published. */
  readonly n: number | null;
  /** In the order of the card's reasons; null where it is not published. */
  readonly excluded: readonly (number | null)[];
  /** Null where it is not published, was not assessed, or could not be told. */
  readonly value: number | null;
  readonly interval: readonly [number | null, number | null] | null;
  readonly target: number | null;
  readonly verdict: MetricVerdict;
  readonly suppressed: Suppressed | null;
  /** Of a figure hidden for being small: whether what it counts is below the threshold, or what is left of the whole. */
  readonly few: "counted" | "rest" | null;
  /** The feed without which it was not assessed. */
  readonly missing_feed: string | null;
  /** Multiples of this are published; in the figure's unit. */
  readonly base: number;
}

const FEED_NAMES: ReadonlySet<string> = new Set(["access", ...FEEDS.map(({ name }) => name)]);
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * One figure that may leave the house. It is built from an entry of the allow-list, numbers and labels alone: no text of a
 * feed has a place in it, so that no id, name, marking or rule can stand in one.
 *
 * Throws an Error, a bug of ours, for a value beside a reason why there is none, for one that is not on its base, and for a
 * text that is neither a date nor the name of a feed.
 */
export class PublicFigure {
  readonly #content: PublicContent;

  private constructor(
    readonly id: PublicId,
    content: PublicContent,
  ) {
    this.#content = content;
  }

  static of(id: PublicId, content: PublicContent): PublicFigure {
    const { value, interval, suppressed, missing_feed, period, excluded, base, verdict, n, few } = content;
    const faults: [isFault: boolean, what: string][] = [
      [suppressed !== null && (value !== null || interval !== null), "a value that is suppressed"],
      [value === null && (interval !== null || verdict !== "cannot tell"), "an interval or verdict without a value"],
      [few !== null && suppressed !== "primary", "few, and not hidden for it"],
      [missing_feed !== null && (value !== null || !FEED_NAMES.has(missing_feed)), "not assessed, with a value"],
      [![period.first, period.last].every((day) => DATE.test(day)), "a period that is no dates"],
      [excluded.length !== exclusionIds(publicCard(id)).length, "other reasons than the card's"],
      [[value, ...(interval ?? [])].some((one) => one !== null && !isOnBase(one, base)), "off its base"],
      [[n, ...excluded].some((one) => one !== null && !(Number.isInteger(one) && one >= 0)), "a count not whole"],
    ];
    for (const [isFault, what] of faults) if (isFault) throw new Error(`not for the public: ${id}: ${what}`);
    return new PublicFigure(id, content);
  }

  get content(): PublicContent {
    return this.#content;
  }
}

/** A millionth of a base is what binary fractions are off by. */
function isOnBase(value: number, base: number): boolean {
  return Math.abs(value / base - Math.round(value / base)) < 1e-6;
}
