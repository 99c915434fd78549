import { createHash } from "node:crypto";

/** Longest run of combining marks left as it is; more pile up over neighbouring lines. Written Tibetan and Khmer stay below it. */
const MARKS_MAX = 6;

/** Hexadecimal digits of a digest that are shown: 64 bits, enough to find the value again among 2³² by its digest. */
const DIGEST_DIGITS = 16;

/**
 * What a reader cannot see or what changes how the rest is shown: controls, format characters (bidi marks, zero widths,
 * tags), lone surrogates, line and paragraph separators, ignorables, noncharacters; and an opening of our own notation.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|\u2039(?=U\+)/gu;
const UNSEEN_BUT_LINES =
  /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]|\u2039(?=U\+)/gu;
const PILED_MARKS = new RegExp(`(\\p{M}{${MARKS_MAX}})(\\p{M}+)`, "gu");

/** ‹U+202E›: at least four hexadecimal digits, upper case. */
function named(character: string): string {
  return `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;
}

/**
 * The text with every unseen character written out as ‹U+XXXX›; the rest is unchanged. Nothing is dropped: `revealed`
 * gives the text back, because a ‹ that would read as the notation is itself written out.
 *
 * isMultiline  line feeds and tabs stay as they are; otherwise they are written out too
 * source       character classes of Unicode 15, UAX #44; bidi risks of UAX #9 and "Trojan Source" (CVE-2021-42574)
 */
export function visible(text: string, { isMultiline = false }: { readonly isMultiline?: boolean } = {}): string {
  return text
    .replace(isMultiline ? UNSEEN_BUT_LINES : UNSEEN, named)
    .replace(PILED_MARKS, (_, kept: string, excess: string) => kept + [...excess].map(named).join(""));
}

/** The text that `visible` was given. */
export function revealed(text: string): string {
  return text.replace(/‹U\+([0-9A-F]{4,6})›/g, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

/** A value as it may be shown, and what was left off. */
export interface Bounded {
  /** Visible text of at most `limit` characters of the value. */
  readonly shown: string;
  /** "… (10,000 characters, sha256 89ab…)" or empty: how much there is in all and by which digest it is found again. */
  readonly rest: string;
}

/** Characters (code points) in a text, lone surrogates counted as one each. */
function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The index after the first `limit` characters of a text; never between the halves of a pair. */
function cutAt(text: string, limit: number): number {
  let index = 0;
  for (let taken = 0; taken < limit && index < text.length; taken += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return index;
}

/**
 * A text made visible and bounded.
 *
 * limit   characters (code points) of the value that are shown
 * rest    names the number of all characters and the first 16 hexadecimal digits of the SHA-256 of the whole value in
 *         UTF-8 (a lone surrogate as U+FFFD, since UTF-8 has no form for it)
 */
export function bounded(
  text: string,
  { limit, isMultiline = false }: { readonly limit: number; readonly isMultiline?: boolean },
): Bounded {
  const end = text.length <= limit ? text.length : cutAt(text, limit);
  if (end >= text.length) return { shown: visible(text, { isMultiline }), rest: "" };
  const count = characterCount(text)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
  const digest = createHash("sha256").update(text, "utf8").digest("hex").slice(0, DIGEST_DIGITS);
  return {
    shown: visible(text.slice(0, end), { isMultiline }),
    rest: `… (${count} characters, sha256 ${digest}…)`,
  };
}

/** `bounded` as one plain text. */
export function cleaned(text: string, options: { readonly limit: number; readonly isMultiline?: boolean }): string {
  const { shown, rest } = bounded(text, options);
  return shown + rest;
}
