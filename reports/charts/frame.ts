import { attributes, Html, html, logged, type Part } from "../border/html.js";
import { type Anchor, anchor } from "../border/slug.js";
import { type TableParts, table } from "../page/table.js";
import { formatNumber } from "./format.js";

/** Width of a digit of the charts' 12-unit text, widest of the usual system fonts (DejaVu Sans, 0.636 em). */
export const LETTER = 7.6;

/** Characters of a name in a table that need no bound; most of our own words are shorter. */
const NAME_MAX = 40;

/** What every chart says of itself. */
export interface About {
  /** Unique in the page. */
  readonly at: Anchor;
  readonly title: string;
  /** One or two sentences of what is to be seen, for those who see it and those who do not. */
  readonly description: string;
  /** What is counted and what is left out. */
  readonly rule: string;
  /** Feeds or tables the numbers come from. */
  readonly source: string;
  /** How many things were counted. */
  readonly n: number;
}

/** The ground of one drawing: one wide, one narrow; a style sheet shows the one that fits its place. Units: CSS px. */
export interface Canvas {
  readonly width: number;
  readonly isNarrow: boolean;
}

/** A drawing of a stated height. */
export interface Drawing {
  readonly height: number;
  readonly marks: Html;
}

const CANVASES: readonly Canvas[] = [
  { width: 760, isNarrow: false },
  { width: 330, isNarrow: true },
];

/** What is not an empty chart: what to draw on each ground, or why there is nothing to draw. */
export type Draw = (canvas: Canvas) => Drawing;

/**
 * A figure: caption, drawing (wide and narrow), counting rule, source and n, and a folded table of the same numbers.
 * Markup in place of a drawing stands as it is. Without either it says why there is none, in words and never as an empty frame.
 */
export function figure(about: About, draw: Draw | Html | string, numbers: Omit<TableParts, "at" | "caption">): Html {
  const drawing =
    typeof draw === "string"
      ? html`<p class="note">${draw}</p>`
      : draw instanceof Html
        ? draw
        : CANVASES.map((canvas) => drawn(about, canvas, draw(canvas)));
  return html`<figure class="chart" id="${about.at}"><figcaption>${about.title}<span class="second">${about.description}</span></figcaption>${drawing}<p class="counting">${about.rule} n = ${formatNumber(about.n)}. Source: ${about.source}.</p><details><summary>The numbers of this chart</summary>${table(
    { ...numbers, rows: numbers.rows.map(named), at: anchor("table", about.at.id), caption: about.title },
  )}</details></figure>`;
}

/** A row whose longer texts are bounded as logged values are: a name in a chart may come from a log. */
function named(row: readonly Part[]): readonly Part[] {
  return row.map((part) => (typeof part === "string" && part.length > NAME_MAX ? logged(part) : part));
}

function drawn(about: About, { width, isNarrow }: Canvas, { height, marks }: Drawing): Html {
  const kind = isNarrow ? "narrow" : "wide";
  const titleId = `${about.at.id}-${kind}-title`;
  const descId = `${about.at.id}-${kind}-desc`;
  return html`<svg class="${kind}" viewBox="0 0 ${width} ${coordinate(height)}" role="img" aria-labelledby="${titleId} ${descId}"><title id="${titleId}">${about.title}</title><desc id="${descId}">${about.description}</desc>${marks}</svg>`;
}

/** A coordinate with one digit after the point. Throws an Error for what is no number: a mark is never lost in silence. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`not a coordinate: ${value}`);
  return String(Number(value.toFixed(1)) + 0);
}

/** Text at a place; `end`, `middle` or `start` of it. */
export function text(
  x: number,
  y: number,
  words: string,
  { at = "start", look = "" }: { readonly at?: "start" | "middle" | "end"; readonly look?: string } = {},
): Html {
  return html`<text x="${coordinate(x)}" y="${coordinate(y)}" class="${look === "" ? at : `${at} ${look}`}">${words}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, look: string): Html {
  return html`<line x1="${coordinate(x1)}" y1="${coordinate(y1)}" x2="${coordinate(x2)}" y2="${coordinate(y2)}" class="${look}"/>`;
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  look: string,
  title: string | null = null,
): Html {
  const inside = title === null ? null : html`<title>${title}</title>`;
  return html`<rect x="${coordinate(x)}" y="${coordinate(y)}" width="${coordinate(Math.max(0, width))}" height="${coordinate(Math.max(0, height))}" class="${look}">${inside}</rect>`;
}

export function circle(x: number, y: number, radius: number, look: string): Html {
  return html`<circle cx="${coordinate(x)}" cy="${coordinate(y)}" r="${coordinate(radius)}" class="${look}"/>`;
}

/** A path as d3-shape writes it (one digit by `.digits(1)`), or nothing. */
export function path(d: string | null, look: string): Html | null {
  return d === null || d === "" ? null : html`<path${attributes({ d })} class="${look}"/>`;
}
