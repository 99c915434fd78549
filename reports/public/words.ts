import { formatNumber, formatShare } from "../charts/format.js";
import type { Suppressed } from "../disclosure/suppress.js";
import { type PublicId, publicCard, tellingOf } from "./allowed.js";
import type { PublicFigure, PublicSlice } from "./figure.js";

/** A public figure as it is put into words. */
export type Spoken = Pick<PublicFigure, "id" | "content">;

/** A value as it was rounded: "about 310", "about 26 hours", "about 91 %"; a share at an end is never read as none or all. */
export function aboutWords({ id, content }: Spoken): string {
  const { value, base } = content;
  if (value === null) return "not told";
  const words = valueWords(id, value, base);
  return /^(less|more) than /.test(words) ? words : `about ${words}`;
}

/** Our own instruments are counted exactly. */
export function isExact(id: PublicId): boolean {
  return tellingOf(id).kind === "instrument" && publicCard(id).unit === "count";
}

/** A value without "about", as it stands in a table; what was rounded to nought is never read as none. */
export function valueWords(id: PublicId, value: number, base: number): string {
  const { unit } = publicCard(id);
  if (unit === "share") {
    if (value <= 0) return `less than ${formatShare(base)}`;
    return value >= 1 ? `more than ${formatShare(1 - base)}` : formatShare(value);
  }
  const isNone = value === 0 && !isExact(id);
  const number = isNone ? `less than ${formatNumber(base)}` : formatNumber(value);
  return unit === "calendar hours" ? `${number} ${(isNone ? base : value) === 1 ? "hour" : "hours"}` : number;
}

/** What stands in a table, where a figure is or in its place. */
export function cellWords({ id, content }: Spoken, threshold: number): string {
  const { value, suppressed, few, missing_feed, base } = content;
  if (value !== null) return valueWords(id, value, base);
  if (missing_feed !== null) return "not assessed";
  if (suppressed === null) return "cannot be told";
  if (few === null) return "hidden";
  return few === "counted" ? `under ${formatNumber(threshold)}` : `all but under ${formatNumber(threshold)}`;
}

/** Why a figure is hidden, as the end of a sentence. */
export function whyHidden(id: PublicId, reason: Suppressed, threshold: number): string {
  switch (reason) {
    case "primary":
      return tellingOf(id).kind === "volume" || tellingOf(id).kind === "in_time"
        ? `it rests on fewer than ${formatNumber(threshold)} requests, or so largely on one partner that another could work out its part`
        : `fewer than ${formatNumber(threshold)} cases lie behind it, or on one side of it`;
    case "complementary":
      return "a figure that is too small to be published could be computed from it";
    case "primary or complementary":
      return "it rests on too few requests, or another figure that does could be computed from it; saying which would tell too much";
    case "not publishable":
      return "no choice of gaps would keep the small figures beside it from being computed";
  }
}

/** The name of a group of requests. */
export function groupWords({ tier, partner }: PublicSlice): string {
  if (tier !== undefined) return tier.text === "all others" ? "All other urgencies" : `Urgency ${tier.text}`;
  if (partner !== undefined) return partner.text === "all others" ? "All other partners" : `Partner ${partner.text}`;
  return "All requests";
}
