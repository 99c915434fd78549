import { cleaned } from "./clean.js";

/** Characters of a value in one line on a terminal: some ten lines of eighty. */
const LINE_MAX = 800;

/**
 * A value on a terminal or in a log line: escape sequences, control characters, line ends and bidi marks are written
 * out, so that nothing moves the cursor, sets a colour or title, forges a line or turns the text around.
 */
export function terminal(value: string, { limit = LINE_MAX }: { readonly limit?: number } = {}): string {
  return cleaned(value, { limit });
}
