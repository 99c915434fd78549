/** A page of our own server, and beside an anchor the only thing that an `href` may hold. Made by `route`. */
export class Route {
  readonly #path: string;
  private constructor(path: string) {
    this.#path = path;
  }
  /** @internal Use `route`. */
  static of(path: string): Route {
    return new Route(path);
  }
  get path(): string {
    return this.#path;
  }
}

/**
 * The page of these names, each a step of the path: `/flag/L-2026-05-01-ab`. Whatever a name holds, it stays one step of a
 * path on the same server. Throws an Error for an empty name or one of dots alone, which a browser would resolve away.
 */
export function route(...names: readonly string[]): Route {
  if (names.some((name) => /^\.*$/.test(name))) throw new Error("a step of a path needs a name");
  return Route.of(`/${names.map((name) => encodeURIComponent(wellFormed(name))).join("/")}`);
}

/** Lone surrogates as U+FFFD: they have no form in UTF-8. */
function wellFormed(name: string): string {
  return name.replace(/\p{Cs}/gu, "\uFFFD");
}
