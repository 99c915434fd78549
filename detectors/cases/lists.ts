import { z } from "zod";

/**
 * Lists of a case, each checked in one pass: a night shows hundreds of thousands of figures, and a checker that makes an object of
 * every element costs a third of the judging.
 */
const listOf = <T>(what: string, is: (value: unknown) => value is T) =>
  z.custom<readonly T[]>((value) => Array.isArray(value) && value.every(is), { error: `not a list of ${what}` });

export const numbers = listOf("finite numbers", (value): value is number => Number.isFinite(value));
export const booleans = listOf("yes or no", (value) => typeof value === "boolean");
export const texts = listOf("texts", (value) => typeof value === "string");
