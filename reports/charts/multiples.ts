import { scaleLinear } from "d3-scale";
import { line as shapeLine } from "d3-shape";
import { type Html, html, logged } from "../border/html.js";
import { type Anchor, anchor } from "../border/slug.js";
import { formatNumber, formatOrNone, NO_DATA } from "./format.js";
import { type About, circle, figure, path, rect } from "./frame.js";

const WIDE = 160;
const HIGH = 44;

/** A small course of values in time order; null is not known. */
export interface Course {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** The last value asks for a look. */
  readonly isLastStrong?: boolean;
}

export interface MultiplesData {
  readonly courses: readonly Course[];
  /** What each value stands for, as many as every course has: "May 2026". */
  readonly periods: readonly string[];
  readonly unit: string;
  /** What is ordinary, the same for all; null where there is none. */
  readonly ordinary: { readonly low: number; readonly high: number } | null;
}

/** Many small courses on one scale, in the order given. Throws an Error for a course that has not one value a period. */
export function smallMultiples(about: About, data: MultiplesData): Html {
  const { courses, periods, unit, ordinary } = data;
  if (courses.some(({ values }) => values.length !== periods.length))
    throw new Error("a course has not one value a period");
  const values = courses.flatMap(({ values }) => values.flatMap((value) => value ?? []));
  const domain = domainOf([...values, ...(ordinary === null ? [] : [ordinary.low, ordinary.high])]);
  const body = html`<ul class="multiples">${courses.map((course, index) => {
    const last = course.values.at(-1) ?? null;
    return html`<li><p><span>${logged(course.label, { limit: 60 })}</span><span>${formatOrNone(last)}</span></p>${sparkline(anchor("course", about.at.id, String(index)), course, { unit, domain, ordinary })}</li>`;
  })}</ul>`;
  return figure(about, values.length === 0 ? NO_DATA : body, {
    columns: [{ head: unit }, ...periods.map((head) => ({ head, isNumber: true }))],
    rows: courses.map(({ label, values }) => [label, ...values.map((value) => formatOrNone(value))]),
  });
}

function domainOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - 1, high + 1] : [low, high];
}

/** One course as a small line, for a table cell or a list; what it shows is also said in words. */
export function sparkline(
  at: Anchor,
  { label, values, isLastStrong = false }: Course,
  options: {
    readonly unit: string;
    readonly domain?: readonly [number, number] | null;
    readonly ordinary?: { readonly low: number; readonly high: number } | null;
  },
): Html {
  const known = values.flatMap((value) => value ?? []);
  if (known.length === 0) return html`<p class="second">${NO_DATA}</p>`;
  const { unit, ordinary = null } = options;
  const y = scaleLinear([...(options.domain ?? domainOf(known))], [HIGH - 6, 6]);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [6, WIDE - 6]);
  const shape = shapeLine<number | null>()
    .digits(1)
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  const words = `${label}: ${known.length} values, from ${formatNumber(Math.min(...known))} to ${formatNumber(Math.max(...known))} ${unit}, last ${formatOrNone(values.at(-1) ?? null)}`;
  const step = x(1) - x(0);
  const gapsAndEnds = values.map((value, index) => {
    if (value === null) return rect(x(index) - step / 2, 2, step, HIGH - 4, "gap");
    const isAlone = (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null;
    if (index === values.length - 1)
      return circle(x(index), y(value), isLastStrong ? 4.5 : 3, isLastStrong ? "tonight" : "mark");
    return isAlone ? circle(x(index), y(value), 1.6, "mark") : null;
  });
  const band =
    ordinary === null ? null : rect(6, y(ordinary.high), WIDE - 12, y(ordinary.low) - y(ordinary.high), "band");
  return html`<svg class="spark" viewBox="0 0 ${WIDE} ${HIGH}" role="img" aria-labelledby="${at}"><title id="${at}">${words}</title>${band}${path(shape([...values]), "line")}${gapsAndEnds}</svg>`;
}
