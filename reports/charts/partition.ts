import { type Html, html } from "../border/html.js";
import { formatNumber, formatOrNone, formatShare, NO_DATA } from "./format.js";
import { type About, type Canvas, type Drawing, figure, rect, text } from "./frame.js";
import { fitted, widthOf } from "./letters.js";

/** Most parts told apart by shade. */
const SHADES = ["heat-5", "heat-3", "heat-1", "heat-4", "heat-2"] as const;

/** One part of the whole; null is not known, and then no share of any part can be given. */
export interface Part {
  readonly label: string;
  readonly count: number | null;
  /** The part the reader should see first. */
  readonly isStrong?: boolean;
}

export interface PartitionData {
  /** In order, without overlap, together the whole. */
  readonly parts: readonly Part[];
  readonly unit: string;
}

/** A whole and its parts as one bar, with every part's number and share beside its key. */
export function partitionBar(about: About, data: PartitionData): Html {
  const total = data.parts.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const isWhole = data.parts.every(({ count }) => count !== null);
  const share = (count: number | null) =>
    count === null || !isWhole || total === 0 ? NO_DATA : formatShare(count / total, { digits: 1 });
  return figure(about, total === 0 ? `${NO_DATA}: none counted` : (canvas) => draw(data, { total, isWhole }, canvas), {
    columns: [{ head: "Part" }, { head: data.unit, isNumber: true }, { head: "Share", isNumber: true }],
    rows: [
      ...data.parts.map(({ label, count }) => [label, formatOrNone(count), share(count)]),
      [isWhole ? "Whole" : "Known", formatNumber(total), isWhole && total > 0 ? "100 %" : NO_DATA],
    ],
  });
}

function draw(
  { parts, unit }: PartitionData,
  { total, isWhole }: { readonly total: number; readonly isWhole: boolean },
  { width, isNarrow }: Canvas,
): Drawing {
  const looks = shadesOf(parts);
  let left = 0;
  const bars = parts.map(({ label, count }, index) => {
    const wide = ((count ?? 0) / total) * width;
    const bar =
      wide === 0
        ? null
        : rect(left, 0, Math.max(1, wide - 1.5), 26, looks[index] ?? "bar", `${label}: ${formatOrNone(count)}`);
    left += wide;
    return bar;
  });
  let [x, y] = [0, 44];
  const keys = parts.map(({ label, count, isStrong = false }, index) => {
    const share = count !== null && isWhole ? ` (${formatShare(count / total)})` : "";
    const words = `${fitted(label, isNarrow ? 170 : 260)}  ${formatOrNone(count)}${share}`;
    const room = 20 + widthOf(words) + 18;
    if (x > 0 && (isNarrow || x + room > width)) [x, y] = [0, y + 21];
    const key = html`${rect(x, y, 13, 13, count === null ? "gap" : (looks[index] ?? "bar"))}${text(x + 20, y + 11, words, { look: isStrong ? "tonight" : "" })}`;
    x += room;
    return key;
  });
  return {
    height: y + 40,
    marks: html`${bars}${keys}${text(0, y + 34, `${isWhole ? "" : "known: "}${formatNumber(total)} ${unit}`)}`,
  };
}

function shadesOf(parts: readonly Part[]): readonly string[] {
  let next = 0;
  return parts.map(({ isStrong = false }) => {
    if (isStrong) return "tonight";
    const shade = SHADES[next % SHADES.length] ?? "bar";
    next += 1;
    return shade;
  });
}
