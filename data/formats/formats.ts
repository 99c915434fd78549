import type { Format, Head } from "./format.js";
import { sharewatch } from "./sharewatch.js";

/** Every format that is read, in the order in which a file's first records are tried against them. */
export const FORMATS: readonly Format[] = [sharewatch];

/** The format that first recognises a file, or null. */
export function recognised(head: Head): Format | null {
  return FORMATS.find((format) => format.recognise(head)) ?? null;
}

export function formatNamed(id: string): Format | null {
  return FORMATS.find((format) => format.id === id) ?? null;
}
