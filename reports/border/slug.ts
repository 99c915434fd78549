import { createHash } from "node:crypto";

/** Keeps a name with its digest well under the 255 bytes that file systems allow. */
const NAME_MAX = 48;

/** Device names that Windows opens in place of a file. Source: "Naming Files, Paths, and Namespaces", Microsoft Learn. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A name of a–z, 0–9 and single hyphens, at most 61 characters, safe as a file name, an element id and a URL fragment.
 * A value that is not already such a name keeps what it can and gains 12 digits of its SHA-256, so that different
 * values do not meet in one name.
 */
export function slug(value: string): string {
  if (value.length <= NAME_MAX && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && !DEVICE.test(value)) return value;
  const readable = value
    .slice(0, NAME_MAX)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const digest = createHash("sha256").update(wellFormed(value), "utf8").digest("hex").slice(0, 12);
  return readable === "" ? `x-${digest}` : `${readable}-${digest}`;
}

/** Lone surrogates written out, since UTF-8 would give them all the same three bytes. */
function wellFormed(value: string): string {
  return value.replace(/\p{Cs}/gu, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** The id of a place in the page, and the only thing that an `href` may hold. Made by `anchor`. */
export class Anchor {
  readonly #id: string;
  constructor(id: string) {
    if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`not an anchor: ${JSON.stringify(id)}`);
    this.#id = id;
  }
  get id(): string {
    return this.#id;
  }
}

/** The anchor of a thing: its kind (our own word, which begins with a letter) and whatever names it, as slugs. */
export function anchor(kind: string, ...names: readonly string[]): Anchor {
  return new Anchor([kind, ...names.map(slug)].join("-"));
}
