import { z } from "zod";

/** A word that the public page may print: letters and digits, as an operator writes them; never anything out of a feed. */
export const PUBLIC_WORD = /^[A-Za-z0-9][A-Za-z0-9 /-]{0,39}$/;

/**
 * Precedences of messages, the commonest names of urgency tiers: words of this list say nothing that a textbook does not.
 * Source: ACP 121, precedence.
 */
const PRECEDENCES = ["flash", "immediate", "priority", "routine"];

/** Named otherwise than by a word of its own, a group would be taken for the rest. */
export const ALL_OTHERS = "all others";

const listed = <T>(names: readonly T[]) => new Set(names).size === names.length;

/** What the public is told, how seldom and how coarsely. */
export const publicShape = z.strictObject({
  period: z
    .enum(["month", "quarter", "year"])
    .default("quarter")
    .describe("Calendar periods that public figures are about; each is published once, when it is over."),
  partners: z
    .array(z.string().regex(/^[A-Z]{3}$/, { error: "not a nation; write three capital letters like XAR" }))
    .refine(listed, { error: "a partner is named twice" })
    .default([])
    .describe("Partners that have agreed to be named to the public; the others are told together."),
  tiers: z
    .array(z.string().regex(PUBLIC_WORD, { error: "not a plain word" }))
    .refine(listed, { error: "a tier is named twice" })
    .refine((names) => !names.includes(ALL_OTHERS), { error: `"${ALL_OTHERS}" is what the rest is called` })
    .max(12)
    .default(PRECEDENCES)
    .describe("Urgency tiers that the public page may name, as the feeds write them; the others are told together."),
  threshold: z
    .int()
    .min(3)
    .max(1000)
    .default(10)
    .describe("The least count that is published: the rule of ten of output checking (Eurostat, ONS, ABS)."),
  dominance_percent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe(
      "No partner may come closer than this, in per cent, to another one's part of a published count (the p% rule).",
    ),
  count_base: z.int().min(1).max(1000).default(5).describe("Counts are published to the nearest multiple of this."),
  hours_base: z
    .int()
    .min(1)
    .max(168)
    .default(1)
    .describe("Waits are published to the nearest multiple of this, hours."),
  marking: z
    .string()
    .min(1)
    .default("PREPARED FOR PUBLIC RELEASE")
    .describe("The line at the head and foot of every page of the public edition."),
});

export type PublicSettings = z.infer<typeof publicShape>;
