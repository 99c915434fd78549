import { z } from "zod";

const day = z.string();
const entity = z.object({
  entity_type: z.enum(["actor", "partner", "source", "request", "object"]),
  entity_id: z.string(),
});

/** Whether an innocent explanation holds, as far as the feeds can tell. */
const explanation = z.object({ explanation: z.string(), holds: z.enum(["yes", "no", "unknown"]), detail: z.string() });

/** What one detector contributes to a flag. */
const contribution = z.object({
  detector: z.string(),
  p_value: z.number().nullable(),
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  unit: z.string().nullable(),
  summary: z.string(),
});

/** One line of flags.jsonl, field by field as in the contract; the shape's order of keys is the order in the file. */
export const flagShape = z.object({
  flag_id: z.string(),
  night: day,
  queue: z.enum(["leads", "exceptions", "audit"]),
  rank: z.int().min(1),
  state: z.enum(["new", "ongoing", "strengthened", "weakened", "withdrawn"]),
  detector: z.string(),
  detectors: z.array(contribution),
  ...entity.shape,
  related: z.array(entity),
  first_day: day,
  last_day: day,
  p_value: z.number().nullable(),
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  unit: z.string().nullable(),
  question: z.string(),
  summary: z.string(),
  innocent_explanations: z.array(explanation),
  would_refute: z.array(z.string()),
  event_ids: z.array(z.string()).max(200),
  event_count: z.int(),
});

export type Flag = z.infer<typeof flagShape>;
export type FlagQueue = Flag["queue"];
export type FlagState = Flag["state"];
export type Contribution = z.infer<typeof contribution>;
export type InnocentExplanation = z.infer<typeof explanation>;
export type FlagEntity = z.infer<typeof entity>;

/** The price of a night's list: what a reader is told before the first lead. */
export interface Price {
  /** Entities that were judged tonight, and those of earlier nights that were judged again, each night of one counted. */
  readonly tested_count: number;
  /** Those of earlier nights among them, for their records came late. */
  readonly again_count: number;
  /** Leads that chance alone would give tonight. */
  readonly expected_false_count: number;
  /** The same over the nights of this calendar year so far, and the leads there were. */
  readonly expected_false_year: number;
  readonly lead_count_year: number;
}

/** Something that could not be judged tonight, and why. */
export interface NotAssessed {
  readonly subject: string;
  readonly reason: string;
  readonly entity_count: number;
}
