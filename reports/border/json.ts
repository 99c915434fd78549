/**
 * What ends a script element, opens a comment in one, or ends a line in old script readers; and what a terminal obeys or does
 * not show: DEL, C1 controls (a one-character CSI among them) and format characters. C0 controls JSON escapes by itself.
 */
const UNSAFE = /[<>&\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

/**
 * JSON that may stand in a script element, in a line of JSONL and on a terminal: the same value when read, with < > &, line
 * separators, C1 controls and format characters as \uXXXX. Lone surrogates are written as escapes by JSON.stringify itself (ECMA-262, well-formed).
 *
 * Throws a TypeError for a value that JSON has no form for at its root.
 */
export function jsonInScript(value: unknown, { indent = 0 }: { readonly indent?: number } = {}): string {
  const text: string | undefined = JSON.stringify(value, null, indent);
  if (text === undefined) throw new TypeError(`no JSON form: ${typeof value}`);
  return text.replace(UNSAFE, (character) =>
    Array.from({ length: character.length }, (_, i) => escaped(character, i)).join(""),
  );
}

/** One UTF-16 unit as JSON writes it. */
function escaped(text: string, index: number): string {
  return `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`;
}
