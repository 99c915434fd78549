import { type Field, type Format, namesIn, path } from "./format.js";

/** A field of ECS, which a shipper may write nested (`user: {name}`) or with a dotted key (`"user.name"`). */
function ecsField(...names: readonly string[]): Field {
  return { first: names.flatMap((name) => [path(name), ...(name.includes(".") ? [[name]] : [])]) };
}

/** category:type of an event; either may be a list, of which the first is taken. */
const item = (name: string): Field => ({ ...ecsField(name), clean: "item" });

/**
 * Elastic Common Schema, as JSON lines.
 *
 * What was done is told by event.action where it is one of our words or a usual one for a file, else by event.type, which
 * ECS restricts to a list. A failed authentication or an event of type `denied` is a denial, any other failure an error.
 */
export const ecs: Format = {
  id: "ecs",
  reference: "https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html",
  recognise: (head) => {
    const names = [...namesIn(head)];
    return names.includes("@timestamp") && names.some((name) => /^(event|ecs|user)(\.|$)/.test(name));
  },
  source: "ecs",
  event_id: ecsField("event.id"),
  identified_by_content: true,
  event_time: ecsField("@timestamp"),
  time: "rfc3339",
  fields: {
    source: ecsField("event.dataset", "event.module"),
    seq: ecsField("event.sequence"),
    actor_id: ecsField("user.name", "user.email", "user.id", "service.name"),
    object_id: ecsField("file.path", "file.name", "url.full", "url.path"),
    collection: ecsField("file.directory"),
    bytes: ecsField("file.size", "http.response.body.bytes", "network.bytes"),
    client_ip: ecsField("client.ip", "source.ip"),
    site: ecsField("observer.name"),
    channel: {
      first: [
        { joined: [path("tls.version_protocol"), path("tls.version")], separator: "" },
        { joined: [["tls.version_protocol"], ["tls.version"]], separator: "" },
      ],
    },
  },
  action: [
    {
      from: ecsField("event.action"),
      is_folded: true,
      rules: [
        { to: "login", exact: ["login", "logon", "logged-in", "user_login", "authenticate"] },
        { to: "logout", exact: ["logout", "logoff", "logged-out", "user_logout"] },
        { to: "search", exact: ["search", "query"] },
        { to: "view", exact: ["view", "read", "open", "opened-file", "access", "preview"] },
        { to: "download", exact: ["download", "file_download", "downloaded"] },
        { to: "print", exact: ["print", "printed"] },
        { to: "export", exact: ["export", "exported"] },
        { to: "share", exact: ["share", "shared"] },
        { to: "receive", exact: ["receive", "received"] },
        { to: "forward", exact: ["forward", "forwarded"] },
        { to: "modify", exact: ["modify", "update", "write", "upload", "rename", "overwrite"] },
        { to: "destroy", exact: ["destroy", "delete", "deletion", "deleted"] },
        { to: "admin", exact: ["admin"] },
      ],
      empty: null,
      otherwise: null,
    },
    {
      from: item("event.category"),
      rules: [{ to: "admin", exact: ["iam", "configuration"] }],
      empty: null,
      otherwise: null,
    },
    {
      from: item("event.type"),
      rules: [
        { to: "login", exact: ["start"] },
        { to: "logout", exact: ["end"] },
        { to: "view", exact: ["access"] },
        { to: "modify", exact: ["change", "creation"] },
        { to: "destroy", exact: ["deletion"] },
        { to: "admin", exact: ["admin", "group", "user"] },
      ],
      empty: "other",
      otherwise: "other",
    },
  ],
  outcome: [
    { from: item("event.type"), rules: [{ to: "denied", exact: ["denied"] }], empty: null, otherwise: null },
    {
      from: ecsField("event.outcome"),
      rules: [{ to: "success", exact: ["success", "unknown"] }],
      empty: "success",
      otherwise: null,
    },
    {
      from: item("event.category"),
      rules: [{ to: "denied", exact: ["authentication"] }],
      empty: "error",
      otherwise: "error",
    },
  ],
  ignored: ["ecs", "ecs.version", "event.kind"],
};
