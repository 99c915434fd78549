/** What ends a script element, opens a comment in one, or ends a line in old script readers, as JSON escapes. */
const UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * JSON that may stand in a script element and in a line of JSONL: the same value when read, with < > & and the line
 * separators as \uXXXX. Lone surrogates are written as escapes by JSON.stringify itself (ECMA-262, well-formed).
 *
 * Throws a TypeError for a value that JSON has no form for at its root.
 */
export function jsonInScript(value: unknown): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`no JSON form: ${typeof value}`);
  return text.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
