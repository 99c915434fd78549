/** Where a hole of a template stands: between tags, between the attributes of a tag, or inside a quoted value. */
export type Place =
  | { readonly kind: "content" }
  | { readonly kind: "tag" }
  | { readonly kind: "attribute"; readonly name: string };

/** Elements whose content is not text and markup: no template writes them. */
const NOT_MARKUP =
  /^(script|style|template|iframe|object|embed|xmp|plaintext|noembed|noframes|noscript|base|link|meta)$/;

/** Attributes that run, style or fetch. `href` may stand, since its hole takes an anchor alone. */
const NOT_TEXT =
  /^(on.*|style|src|srcdoc|srcset|action|formaction|xlink:href|ping|background|poster|data|content|http-equiv|manifest|cite|longdesc|usemap|archive|code|codebase|values|to|from|by)$/;

const OPENING = /<\/?([a-zA-Z][a-zA-Z0-9]*)/y;
const BETWEEN = /\s+|\/?>|([a-zA-Z_:][-a-zA-Z0-9_:.]*)(=")?/y;

/**
 * The place of each hole of a template, in order. The static text is read as the narrow part of HTML that our templates
 * are written in: tags with double-quoted attributes, no comments, no scripts.
 *
 * Throws an Error, a bug of the caller, for anything else, and for a template that ends inside a tag.
 */
export function placesOf(chunks: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  let place: Place = { kind: "content" };
  chunks.forEach((chunk, index) => {
    place = placeAfter(chunk, place);
    if (index < chunks.length - 1) places.push(place);
  });
  if (place.kind !== "content") throw new Error(`template ends inside a tag: ${chunks.at(-1)}`);
  return places;
}

function placeAfter(chunk: string, from: Place): Place {
  let place = from;
  let at = 0;
  while (at < chunk.length) {
    if (place.kind === "content") {
      const next = chunk.indexOf("<", at);
      if (next < 0) return place;
      at = afterOpening(chunk, next);
      place = { kind: "tag" };
    } else if (place.kind === "attribute") {
      const next = chunk.indexOf('"', at);
      if (next < 0) return place;
      at = next + 1;
      place = { kind: "tag" };
    } else {
      [place, at] = withinTag(chunk, at);
    }
  }
  return place;
}

function afterOpening(chunk: string, at: number): number {
  OPENING.lastIndex = at;
  const name = OPENING.exec(chunk)?.[1]?.toLowerCase();
  if (name === undefined) throw new Error(`not a tag of a template: ${chunk.slice(at, at + 20)}`);
  if (NOT_MARKUP.test(name)) throw new Error(`not for a template: <${name}>`);
  return OPENING.lastIndex;
}

function withinTag(chunk: string, at: number): [Place, number] {
  BETWEEN.lastIndex = at;
  const match = BETWEEN.exec(chunk);
  if (match === null) throw new Error(`attribute values stand in double quotes: ${chunk.slice(at, at + 20)}`);
  const after = BETWEEN.lastIndex;
  if (match[0].endsWith(">")) return [{ kind: "content" }, after];
  const name = match[1]?.toLowerCase();
  if (name === undefined) return [{ kind: "tag" }, after];
  if (NOT_TEXT.test(name)) throw new Error(`not for a template: the attribute ${name}`);
  return match[2] === undefined ? [{ kind: "tag" }, after] : [{ kind: "attribute", name }, after];
}
