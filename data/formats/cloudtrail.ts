import { at, type Format, namesIn, path } from "./format.js";

/** Error codes by which AWS says that the caller may not, as against that the call was wrong. */
const DENIED = [
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedOperation",
  "Client.UnauthorizedOperation",
  "AuthFailure",
  "Client.AuthFailure",
  "UnauthorizedAccess",
  "NotAuthorized",
  "NotAuthorizedException",
  "AuthorizationError",
  "InvalidClientTokenId",
  "ExpiredToken",
  "KMSAccessDeniedException",
];

const OBJECTS_MADE = [
  "PutObject",
  "CopyObject",
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
  "RestoreObject",
];

/**
 * AWS CloudTrail, one record a line or as delivered: one object with `Records`.
 *
 * The actor is the ARN; a call by a service of AWS has none and is named by the service. What reads the configuration of
 * the account is viewing, what changes it is administration; only objects and secrets themselves count as the material.
 */
export const cloudtrail: Format = {
  id: "cloudtrail",
  reference:
    "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html",
  recognise: (head) => {
    const names = namesIn(head);
    return ["eventID", "eventSource", "eventName", "userIdentity"].every((name) => names.has(name));
  },
  source: "cloudtrail",
  event_id: at("eventID"),
  identified_by_content: false,
  event_time: at("eventTime"),
  time: "rfc3339",
  fields: {
    actor_id: at(
      "userIdentity.arn",
      "userIdentity.principalId",
      "userIdentity.userName",
      "userIdentity.invokedBy",
      "userIdentity.accountId",
      "userIdentity.type",
    ),
    object_id: {
      first: [
        { joined: [path("requestParameters.bucketName"), path("requestParameters.key")], separator: "/" },
        path("requestParameters.bucketName"),
        path("requestParameters.secretId"),
        path("resources[0].ARN"),
      ],
    },
    collection: at("requestParameters.bucketName", "eventSource"),
    bytes: at("additionalEventData.bytesTransferredOut"),
    client_ip: at("sourceIPAddress"),
    site: at("awsRegion"),
    channel: at("tlsDetails.tlsVersion"),
  },
  action: [
    {
      from: at("eventName"),
      rules: [
        { to: "login", exact: ["ConsoleLogin", "GetSessionToken", "GetFederationToken"], prefix: ["AssumeRole"] },
        { to: "download", exact: ["GetObject", "GetSecretValue", "BatchGetSecretValue", "GetObjectTorrent"] },
        { to: "search", exact: ["LookupEvents", "StartQuery", "StartQueryExecution"], prefix: ["Search", "Select"] },
        { to: "share", exact: ["ModifySnapshotAttribute", "ModifyDBSnapshotAttribute", "ModifyImageAttribute"] },
        { to: "export", exact: ["CreateInstanceExportTask", "StartExportTask", "CreateExportTask", "ExportImage"] },
        { to: "destroy", exact: ["DeleteObject", "DeleteObjects", "DeleteSecret"] },
        { to: "modify", exact: OBJECTS_MADE },
        { to: "other", exact: ["Decrypt", "Encrypt", "ReEncrypt"], prefix: ["GenerateDataKey"] },
        { to: "view", prefix: ["Get", "List", "Describe", "Head", "BatchGet", "Query", "Scan", "Lookup", "View"] },
        {
          to: "admin",
          prefix: [
            "Create",
            "Delete",
            "Put",
            "Update",
            "Modify",
            "Attach",
            "Detach",
            "Add",
            "Remove",
            "Set",
            "Start",
            "Stop",
            "Run",
            "Terminate",
            "Enable",
            "Disable",
            "Tag",
            "Untag",
            "Register",
            "Deregister",
            "Authorize",
            "Revoke",
          ],
        },
      ],
      empty: "other",
      otherwise: "other",
    },
  ],
  outcome: [
    {
      from: at("responseElements.ConsoleLogin"),
      rules: [{ to: "denied", exact: ["Failure"] }],
      empty: null,
      otherwise: null,
    },
    { from: at("errorCode"), rules: [{ to: "denied", exact: DENIED }], empty: "success", otherwise: "error" },
  ],
};
