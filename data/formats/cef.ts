import { at, type Format, path } from "./format.js";

/**
 * ArcSight Common Event Format, bare or after a syslog header.
 *
 * CEF leaves the words of `act`, `outcome` and the name to each product: the usual ones are mapped, any other is `other`.
 */
export const cef: Format = {
  id: "cef",
  reference: "ArcSight Common Event Format, implementation standard version 25, Micro Focus 2017",
  line: { kind: "cef" },
  recognise: ({ lines }) => lines.some((line) => /(^|\s)CEF:\d+(\.\d+)?\|/.test(line)),
  source: "cef",
  event_id: at("externalId"),
  identified_by_content: true,
  event_time: at("rt", "end", "start"),
  time: "cef",
  fields: {
    source: { first: [{ joined: [path("vendor"), path("product")], separator: " " }] },
    actor_id: at("suser", "suid", "duser", "duid", "src"),
    object_id: at("filePath", "fname", "fileId", "request"),
    bytes: at("fsize", "out", "in"),
    client_ip: at("src", "sourceTranslatedAddress"),
    site: at("shost", "dvchost"),
    channel: at("app"),
  },
  action: ["act", "cat", "name", "requestMethod"].map((key, index, keys) => ({
    from: at(key),
    is_folded: true,
    rules: [
      { to: "login" as const, prefix: ["login", "logon", "log in", "log on", "sign in", "signin", "authentication"] },
      { to: "logout" as const, prefix: ["logout", "logoff", "log out", "log off", "sign out", "signout"] },
      { to: "search" as const, prefix: ["search", "query"] },
      { to: "download" as const, prefix: ["download", "file download"] },
      { to: "print" as const, prefix: ["print", "file print"] },
      { to: "export" as const, prefix: ["export"] },
      { to: "share" as const, prefix: ["share", "file share"] },
      { to: "receive" as const, prefix: ["receive"] },
      { to: "forward" as const, prefix: ["forward"] },
      {
        to: "view" as const,
        prefix: ["view", "read", "open", "file read", "file open", "file access"],
        exact: ["get"],
      },
      {
        to: "modify" as const,
        prefix: ["modify", "update", "write", "upload", "file write", "rename"],
        exact: ["put"],
      },
      { to: "destroy" as const, prefix: ["delete", "destroy", "file delete"] },
      { to: "admin" as const, prefix: ["admin", "policy", "configuration", "user created", "group"] },
    ],
    empty: index === keys.length - 1 ? ("other" as const) : null,
    otherwise: index === keys.length - 1 ? ("other" as const) : null,
  })),
  outcome: [
    {
      from: at("outcome", "act"),
      is_folded: true,
      rules: [
        { to: "denied", prefix: ["den", "block", "reject", "drop", "refuse", "unauthori"] },
        { to: "error", prefix: ["fail", "error"] },
      ],
      empty: "success",
      otherwise: "success",
    },
  ],
};
