import { z } from "zod";
import { PipelineError } from "../errors.js";

/** How long before the last day planted patterns may begin. Days; the nights that a first run judges. */
export const JUDGED_DAYS = 30;

/**
 * The size and temper of a world. Every field may be left out.
 *
 * seed     any whole number; the same seed and sizes give the same rows
 * start    first day, home time zone; the default has the American change of clock in the history and the European one in the judged days
 * days     length; at least 60, so that the judged days have as many days of history again; the default has fifty before them
 * actors   people and service accounts; at least 80, so that every unit and partner has a few
 * rate     multiplies everybody's daily work; the default gives about 75,000 events, which compress to under 5 MB
 * planted  false leaves every planted pattern out: a quiet world
 */
const OPTIONS = z.strictObject({
  seed: z.number().int().default(7),
  start: z.iso.date().default("2026-02-02"),
  days: z.number().int().min(60).max(360).default(80),
  actors: z.number().int().min(80).max(2000).default(120),
  rate: z.number().positive().max(10).default(1),
  planted: z.boolean().default(true),
});

export type WorldParameters = z.infer<typeof OPTIONS>;
export type SampleOptions = { [K in keyof WorldParameters]?: WorldParameters[K] | undefined };

/** The parameters with defaults filled in. Throws PipelineError `sample_option` for one out of its range. */
export function worldParameters(options: SampleOptions = {}): WorldParameters {
  const parsed = OPTIONS.safeParse(options);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = issue?.path.join(".") ?? "";
  throw new PipelineError("sample_option", `sample option not usable: ${name}`, { reason: issue?.message ?? "" });
}
