import { z } from "zod";

/** Who or what a verdict is about. */
export type EntityType = "actor" | "partner" | "source" | "request" | "object";

/** A figure that stands behind a verdict; its name carries its unit (`_count`, `_hours`, `_ratio` …). */
export type Evidence = Readonly<Record<string, number | string | boolean | null | readonly (number | string)[]>>;

/** What a detector says of one entity on one night. Having no opinion is `abstained`, and never read as normal. */
export type Verdict =
  | {
      readonly status: "scored";
      /** P(something at least so unusual on an ordinary night), 0 < p <= 1. */
      readonly p_value: number;
      /** The same with half of the observed value's own probability, 0 < p_mid <= p_value: uniform on average for counts. */
      readonly p_mid: number;
      readonly direction: "up" | "down" | "either";
      readonly observed: number;
      readonly expected: number;
      /** Where 99 of 100 ordinary nights fall, in `unit`. */
      readonly interval: readonly [number, number];
      readonly unit: string;
      readonly evidence: Evidence;
    }
  | { readonly status: "abstained"; readonly reason: string };

export type Scored = Extract<Verdict, { status: "scored" }>;

/** A verdict of no opinion, with its reason in words a report can print. */
export function abstained(reason: string): Verdict {
  return { status: "abstained", reason };
}

/** The checked border for what a store gives back of a verdict. */
export const verdictShape = {
  evidence: z.record(
    z.string(),
    z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.union([z.number(), z.string()]))]),
  ),
};
