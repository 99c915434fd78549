import { html as escapeInto, raw } from "hono/html";
import { bounded, cleaned } from "./clean.js";
import { type Place, placesOf } from "./places.js";
import { Route } from "./route.js";
import { Anchor } from "./slug.js";

/** Characters of a string in element content or an attribute: longer than any sentence, statement or list of ours. */
const TEXT_MAX = 4_000;

/** Characters of a logged value: a name, an id, a title; a longer one is not a name. */
const LOGGED_MAX = 120;

/** Characters up to which a logged value is kept on one line: an id, a short name. */
const LINE_MAX = 16;

/** What a path or a list of points is made of; it is as long as its data. */
const GEOMETRY = /^[MLHVCSQTAZmlhvcsqtaz0-9eE.,\s-]*$/;

/** Markup that may stand as element content. Only this module makes it, from templates and from `trusted` constants. */
export class Html {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  /** @internal Use `html`, or `trusted` for a constant of ours. */
  static of(markup: string): Html {
    return new Html(markup);
  }
  get markup(): string {
    return this.#markup;
  }
}

/** Attributes of one tag, each preceded by a space. Made by `attributes`. */
export class Attributes {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  /** @internal Use `attributes`. */
  static of(markup: string): Attributes {
    return new Attributes(markup);
  }
  get markup(): string {
    return this.#markup;
  }
}

/** What may fill a hole. A text is escaped, made visible and bounded; null is nothing; there is no undefined. */
export type Part = Html | Attributes | Anchor | Route | string | number | null | readonly Part[];

const placesByTemplate = new WeakMap<TemplateStringsArray, readonly Place[]>();

/**
 * Markup from a template: what stands between the holes is ours, what fills them is escaped.
 *
 * element content    text, number, markup, null, or a list of these
 * attribute value    text or number, in double quotes; `href` takes an `Anchor` or a `Route` alone, `d` and `points` geometry alone
 * inside a tag       `attributes(…)`
 *
 * Holes in URLs, styles, handlers, scripts, comments, tag names and unquoted values are refused: logged content has no
 * way there. Throws an Error, which is a bug of the caller, for such a hole and for undefined, NaN and infinity.
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let places = placesByTemplate.get(template);
  if (places === undefined) {
    places = placesOf(template);
    placesByTemplate.set(template, places);
  }
  const known = places;
  const filled = parts.map((part, index) => raw(fill(part, known[index] ?? { kind: "content" })));
  return Html.of(String(escapeInto(template, ...filled)));
}

/** Markup that is a constant of the program, never built from data: a style sheet, a script, a declaration. */
export function trusted(constant: string): Html {
  return Html.of(constant);
}

/** Attributes whose presence depends on data; null leaves one out, true gives one without a value. Names are ours. */
export function attributes(
  values: Readonly<Record<string, string | number | Anchor | Route | true | null>>,
): Attributes {
  const written = Object.entries(values).map(([name, value]) => {
    if (value === null) return "";
    if (!/^[a-z][-a-zA-Z0-9:]*$/.test(name)) throw new Error(`not the name of an attribute: ${name}`);
    placesOf([`<i ${name}="`, `"></i>`]);
    if (value === true) return ` ${name}`;
    return ` ${name}="${fill(value, { kind: "attribute", name })}"`;
  });
  return Attributes.of(written.join(""));
}

/** A value from a log, told apart from our own words: isolated from the direction of the text around it, and bounded. */
export function logged(value: string, { limit = LOGGED_MAX }: { readonly limit?: number } = {}): Html {
  const { shown, rest } = bounded(value, { limit });
  const text = Html.of(referenced(shown));
  if (rest === "") return html`<bdi class="${shown.length <= LINE_MAX ? "log short" : "log"}">${text}</bdi>`;
  return html`<bdi class="log">${text}</bdi><span class="cut">${rest}</span>`;
}

function fill(part: Part, place: Place): string {
  if (place.kind === "attribute") return fillAttribute(part, place.name);
  if (place.kind === "tag") {
    if (part === null) return "";
    if (part instanceof Attributes) return part.markup;
    throw new Error("inside a tag only attributes() may stand");
  }
  if (part === null) return "";
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map((one: Part) => fill(one, place)).join("");
  if (typeof part === "string" || typeof part === "number") return escaped(part);
  throw new Error(`not element content: ${typeof part}`);
}

function fillAttribute(part: Part, name: string): string {
  if (name === "href") {
    if (part instanceof Anchor) return `#${part.id}`;
    if (part instanceof Route) return referenced(part.path);
    throw new Error("an href takes an anchor or a route alone");
  }
  if (part instanceof Anchor && (name === "id" || name === "for" || name.startsWith("aria-"))) return part.id;
  if (name === "d" || name === "points") {
    if (typeof part === "string" && GEOMETRY.test(part)) return part;
    throw new Error(`not geometry: the attribute ${name}`);
  }
  if (typeof part === "string" || typeof part === "number") return escaped(part);
  throw new Error(`not the value of an attribute: ${name}`);
}

/** The text with & < > " ' as references. */
function referenced(text: string): string {
  return String(escapeInto`${text}`);
}

/** A text cleaned, bounded and with references; a finite number as it is. */
function escaped(value: string | number): string {
  if (typeof value === "string") {
    return referenced(cleaned(value, { limit: TEXT_MAX, isMultiline: true }));
  }
  if (!Number.isFinite(value)) throw new Error(`not a number to show: ${value}`);
  return String(value);
}
