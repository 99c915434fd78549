import { type Action, at, type Field, type Format, type Outcome, type WordMap } from "./format.js";

const word = (...names: readonly string[]): Field => ({ first: names.map((name) => [name]), clean: "word" });

/** What a method of HTTP does to the resource (RFC 9110 §9.3); POST may do anything. */
function methods(from: Field): WordMap<Action> {
  return {
    from,
    rules: [
      { to: "view", exact: ["GET", "HEAD"] },
      { to: "modify", exact: ["PUT", "PATCH", "MKCOL", "MOVE", "COPY", "PROPPATCH"] },
      { to: "destroy", exact: ["DELETE"] },
      { to: "search", exact: ["SEARCH", "QUERY"] },
    ],
    empty: "other",
    otherwise: "other",
  };
}

/** What a status of HTTP says (RFC 9110 §15): 401, 403 and 407 are refusals, other 4xx and 5xx errors. */
function statuses(from: Field): WordMap<Outcome> {
  return {
    from,
    rules: [
      { to: "denied", exact: ["401", "403", "407"] },
      { to: "success", prefix: ["1", "2", "3"] },
    ],
    empty: "success",
    otherwise: "error",
  };
}

/** Text between quotes, in which a backslash takes the next character with it. */
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';

/**
 * The combined (and common) log format of Apache and nginx.
 *
 * Who: the authenticated user, or the address where nobody is. Lines carry no id: equal lines of one log stay apart by their
 * count, which also means that a line standing at the end of a log and again, equal, at the beginning of the next one
 * (rotation within one second) is taken for one event.
 */
export const combined: Format = {
  id: "combined",
  reference: "https://httpd.apache.org/docs/2.4/logs.html#combined",
  line: {
    kind: "pattern",
    pattern: `^(\\S+) (\\S+) (.+?) \\[([^\\]]+)\\] "(?:([A-Z]+) ((?:[^"\\\\]|\\\\.)*?)(?: HTTP/[0-9.]+)?|(?:[^"\\\\]|\\\\.)*)" (\\d{3}) (\\d+|-)(?: ${QUOTED} "((?:[^"\\\\]|\\\\.)*)"?)?`,
    groups: ["host", "ident", "user", "time", "method", "target", "status", "size", "referer", "user_agent"],
  },
  recognise: ({ lines }) => lines.some((line) => /^\S+ \S+ .+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:[^\]]+\] "/.test(line)),
  source: "web",
  event_id: { first: [] },
  identified_by_content: true,
  event_time: at("time"),
  time: "clf",
  fields: {
    actor_id: word("user", "host"),
    object_id: word("target"),
    bytes: word("size"),
    client_ip: word("host"),
  },
  action: [methods(at("method"))],
  outcome: [statuses(at("status"))],
};

/** The W3C extended log file format (IIS and others): UTC by definition, fields as the last `#Fields` line says. */
export const w3c: Format = {
  id: "w3c",
  reference: "https://www.w3.org/TR/WD-logfile.html",
  line: { kind: "w3c" },
  recognise: ({ lines }) => lines.some((line) => line.startsWith("#Fields:")),
  source: "web",
  event_id: { first: [] },
  identified_by_content: true,
  event_time: { first: [{ joined: [["date"], ["time"]], separator: " " }] },
  time: "utc",
  fields: {
    source: word("s-sitename"),
    actor_id: word("cs-username", "c-ip"),
    object_id: word("cs-uri-stem", "cs-uri"),
    bytes: word("sc-bytes", "bytes"),
    client_ip: word("c-ip"),
    site: word("s-computername", "s-ip"),
  },
  action: [methods(word("cs-method"))],
  outcome: [statuses(word("sc-status"))],
};
