import type { MiddlewareHandler } from "hono";

/** What requests must name to be answered. */
export interface GuardOptions {
  /** `host:port` as a browser names this server; anything else is refused, so that no foreign name leads here. */
  readonly hosts: ReadonlySet<string>;
  readonly isSecure: boolean;
}

const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cache-Control": "no-store",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
} as const;

/** What a page without a policy of its own is sent with. */
const NOTHING_ALLOWED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Refuses requests that a browser was led to: an unknown Host (DNS rebinding), a POST that another origin sent or that
 * says nothing of its origin, other methods. Puts the same headers on every answer.
 */
export function guard({ hosts, isSecure }: GuardOptions): MiddlewareHandler {
  const scheme = isSecure ? "https" : "http";
  return async (context, next) => {
    const { method } = context.req;
    const host = context.req.header("host") ?? "";
    const origin = context.req.header("origin");
    const refusal = !hosts.has(host)
      ? ([421, "not the name of this server"] as const)
      : !["GET", "HEAD", "POST"].includes(method)
        ? ([405, "not a method of this server"] as const)
        : method === "POST" && origin !== `${scheme}://${host}`
          ? ([403, "a form of another origin"] as const)
          : null;
    if (refusal === null) await next();
    else context.res = context.text(`${refusal[1]}\n`, refusal[0]);
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
    if (isSecure) context.header("Strict-Transport-Security", "max-age=31536000");
    if (!context.res.headers.has("Content-Security-Policy")) context.header("Content-Security-Policy", NOTHING_ALLOWED);
  };
}
