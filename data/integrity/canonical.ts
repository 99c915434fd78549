const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Canonical JSON: one text for one value, whatever order its fields were made in. RFC 8785 (JCS): no white space, numbers
 * and strings as ECMAScript writes them, fields in the order of their names' UTF-16 code units. Fields that are undefined
 * are left out, as `JSON.stringify` does.
 *
 * Written out rather than sorted into an object: JavaScript would put names that look like array indexes first.
 *
 * @throws TypeError for what JSON cannot hold: numbers that are not finite, lone surrogates (RFC 8785, 3.2.2), functions …
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`not a number of JSON: ${value}`);
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) throw new TypeError("not a text of JSON: it holds a lone surrogate");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`not a value of JSON: ${typeof value}`);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${canonicalJson(name)}:${canonicalJson(inner)}`);
  return `{${fields.join(",")}}`;
}
