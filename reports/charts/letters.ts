import { visible } from "../border/clean.js";

/**
 * Widths of characters in 12-unit text by class, an upper bound over the usual system fonts: those of DejaVu Sans, the
 * widest of them, rounded up. A server has no fonts to measure; too wide an estimate only leaves room.
 */
const NARROW = /[ijl.,:;'|![\]() tfrI"\-/\\`]/;
const BROAD = /[mMwW@%—…&+<>=~^#_]/;
/** Arabic ligatures of whole phrases: U+FDFA and its neighbours. */
const PHRASE = /[\ufdf0-\ufdfd]/;

/** Bold in the same font is at most this much wider. */
const STRONG = 1.12;

function advance(character: string): number {
  if (NARROW.test(character)) return 5.6;
  if (BROAD.test(character)) return 12;
  if (/[A-Z]/.test(character)) return 9.5;
  if (/[ -~–·‹›]/.test(character)) return 7.7;
  if (/[\u00c0-\u024f]/.test(character)) return 9.5;
  return PHRASE.test(character) ? 220 : 16;
}

/** Width of a text in CSS px once its unseen characters are written out; never less than it will take. */
export function widthOf(words: string, isStrong = false): number {
  let width = 0;
  for (const character of visible(words)) width += advance(character);
  return width * (isStrong ? STRONG : 1);
}

/** As much of a text as fits into a width; "…" for the rest, which the table shows in full. */
export function fitted(words: string, width: number, isStrong = false): string {
  let [kept, short] = ["", ""];
  for (const character of words) {
    const longer = kept + character;
    const used = widthOf(longer, isStrong);
    if (used > width) return `${short}…`;
    kept = longer;
    if (used <= width - advance("…") * STRONG) short = kept;
  }
  return kept;
}
