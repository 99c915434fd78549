import { cleaned } from "../border/clean.js";

/** Characters of a marking: longer than any banner line of a standard, short enough for a page margin. */
const MARKING_MAX = 160;

/**
 * A CSS string: letters, digits and spaces as they are, every other character as a hexadecimal escape, so that nothing
 * can end the string. Source: CSS Syntax Level 3, 4.3.7.
 */
export function cssString(text: string): string {
  const escaped = [...text].map((one) =>
    /[A-Za-z0-9 ]/.test(one) ? one : `\\${(one.codePointAt(0) ?? 0).toString(16)} `,
  );
  return `"${escaped.join("")}"`;
}

/**
 * The marking in the margins of every printed page, with the page's number.
 *
 * source  CSS Paged Media Level 3, margin boxes (Chromium 131 and later print them). The banners in the page stay in
 *         print too, so that a browser without margin boxes still prints the marking at the beginning and the end.
 */
export function markingOnEveryPage(marking: string): string {
  const text = cssString(cleaned(marking, { limit: MARKING_MAX }));
  const box = `font:700 9pt "Liberation Sans",Arial,sans-serif;letter-spacing:.06em;color:#16191d;white-space:normal;text-align:center`;
  return `@page{size:A4;margin:20mm 15mm;@top-center{content:${text};${box}}@bottom-center{content:${text};${box}}@bottom-right{content:counter(page) " / " counter(pages);font:9pt "Liberation Sans",Arial,sans-serif;color:#4d5761}}`;
}
