import { at, type Format, namesIn, path } from "./format.js";

/** activity_id of each class, as `class_uid:activity_id`. */
const FILE_HOSTING = 6006;
const DATASTORE = 6005;
const AUTHENTICATION = 3002;
const API = 6003;
const activities = (class_uid: number, ...ids: readonly number[]): string[] => ids.map((id) => `${class_uid}:${id}`);

/**
 * OCSF File Hosting Activity, Datastore Activity, Authentication and API Activity; events of other classes are `other`.
 *
 * A refused sign-in, or an event whose action was blocked (action_id 2), is a denial; any other failure is an error.
 */
export const ocsf: Format = {
  id: "ocsf",
  reference: "https://schema.ocsf.io",
  recognise: (head) => {
    const names = namesIn(head);
    return ["class_uid", "activity_id", "time"].every((name) => names.has(name));
  },
  source: "ocsf",
  event_id: at("metadata.uid"),
  identified_by_content: true,
  event_time: at("time"),
  time: "epoch_ms",
  fields: {
    source: at("metadata.log_name", "metadata.product.name"),
    seq: at("metadata.sequence"),
    actor_id: at(
      "actor.user.uid",
      "actor.user.name",
      "actor.user.email_addr",
      "user.uid",
      "user.name",
      "user.email_addr",
      "actor.invoked_by",
      "actor.app_name",
    ),
    object_id: at(
      "file.uid",
      "file.path",
      "file.name",
      "table.uid",
      "table.name",
      "databucket.uid",
      "databucket.name",
      "database.uid",
      "database.name",
      "resources[0].uid",
      "resources[0].name",
    ),
    collection: at("file.parent_folder", "databucket.name", "database.name", "api.service.name", "service.name"),
    marking: at("file.confidentiality"),
    bytes: at("file.size", "traffic.bytes"),
    client_ip: at("src_endpoint.ip"),
    site: at("src_endpoint.location.country"),
    channel: at("tls.version"),
  },
  action: [
    {
      from: { first: [{ joined: [path("class_uid"), path("activity_id")], separator: ":" }] },
      rules: [
        { to: "login", exact: activities(AUTHENTICATION, 1, 3, 4, 5, 6, 7) },
        { to: "logout", exact: activities(AUTHENTICATION, 2) },
        {
          to: "view",
          exact: [...activities(FILE_HOSTING, 9, 14), ...activities(DATASTORE, 1, 8), ...activities(API, 2)],
        },
        { to: "search", exact: activities(DATASTORE, 4) },
        { to: "download", exact: activities(FILE_HOSTING, 2, 15) },
        { to: "share", exact: activities(FILE_HOSTING, 12) },
        {
          to: "modify",
          exact: [
            ...activities(FILE_HOSTING, 1, 3, 5, 6, 7, 8, 10, 11),
            ...activities(DATASTORE, 2, 5, 6),
            ...activities(API, 1, 3),
          ],
        },
        { to: "destroy", exact: [...activities(FILE_HOSTING, 4), ...activities(DATASTORE, 7), ...activities(API, 4)] },
        { to: "admin", exact: activities(FILE_HOSTING, 13) },
      ],
      empty: "other",
      otherwise: "other",
    },
  ],
  outcome: [
    { from: at("action_id"), rules: [{ to: "denied", exact: ["2"] }], empty: null, otherwise: null },
    {
      from: { first: [{ joined: [path("class_uid"), path("status_id")], separator: ":" }] },
      rules: [{ to: "denied", exact: [`${AUTHENTICATION}:2`] }],
      empty: null,
      otherwise: null,
    },
    { from: at("status_id"), rules: [{ to: "error", exact: ["2"] }], empty: "success", otherwise: "success" },
  ],
  ignored: ["category_uid", "severity_id", "type_uid"],
};
