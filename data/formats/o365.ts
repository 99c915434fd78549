import { at, type Format, namesIn } from "./format.js";

/**
 * The Microsoft 365 unified audit log, as the Office 365 Management Activity API gives it, or as Purview and
 * `Search-UnifiedAuditLog` export it: a table with the record as JSON in the column `AuditData`.
 *
 * Operations are those of Microsoft's list of audited activities. A failed sign-in is a denial whatever ResultStatus says
 * (the log gives `Success` where the request was processed). Where no address is given, none is made up.
 */
export const o365: Format = {
  id: "o365",
  reference: "https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema",
  recognise: (head) => {
    const names = namesIn(head);
    if (head.header !== null && names.has("AuditData")) return true;
    return ["CreationTime", "Operation", "Workload"].every((name) => names.has(name));
  },
  source: "m365",
  embedded_in: "AuditData",
  ignored: [
    ...["RecordId", "CreationDate", "RecordType", "UserId", "UserIds", "Operation", "Operations"],
    ...[
      "ResultIndex",
      "ResultCount",
      "Identity",
      "IsValid",
      "ObjectState",
      "AssociatedAdminUnits",
      "AssociatedAdminUnitsNames",
    ],
  ],
  event_id: at("Id"),
  identified_by_content: false,
  event_time: at("CreationTime"),
  time: "utc",
  fields: {
    actor_id: at("UserId", "UserKey"),
    object_id: at("ObjectId"),
    collection: at("SiteUrl", "MailboxOwnerUPN", "Workload"),
    bytes: at("FileSizeBytes"),
    client_ip: { ...at("ClientIP", "ClientIPAddress", "ActorIpAddress"), clean: "address" },
  },
  action: [
    {
      from: at("Operation"),
      rules: [
        { to: "login", exact: ["UserLoggedIn", "UserLoginFailed", "MailboxLogin", "TeamsSessionStarted"] },
        { to: "logout", exact: ["UserLoggedOff", "UserSignedOut"] },
        {
          to: "download",
          exact: ["FileDownloaded", "FileSyncDownloadedFull", "FileSyncDownloadedPartial", "DownloadReport"],
        },
        { to: "export", exact: ["SearchExportDownloaded", "ExportReport", "ExportArtifact", "ExportForm"] },
        { to: "print", exact: ["FilePrinted", "PrintReport", "PrintDashboard"] },
        {
          to: "share",
          exact: [
            "SharingSet",
            "SharingInvitationCreated",
            "AnonymousLinkCreated",
            "CompanyLinkCreated",
            "SecureLinkCreated",
            "AddedToSecureLink",
            "ShareReport",
            "ShareDashboard",
          ],
        },
        { to: "receive", exact: ["SharingInvitationAccepted"] },
        {
          to: "view",
          exact: [
            "FileAccessed",
            "FileAccessedExtended",
            "FilePreviewed",
            "PageViewed",
            "PageViewedExtended",
            "ListViewed",
            "ListItemViewed",
            "MailItemsAccessed",
            "MessageBind",
            "FolderBind",
            "ViewReport",
            "ViewDashboard",
            "AnonymousLinkUsed",
            "CompanyLinkUsed",
            "SecureLinkUsed",
          ],
        },
        { to: "search", prefix: ["Search"] },
        {
          to: "destroy",
          exact: [
            "HardDelete",
            "SoftDelete",
            "MoveToDeletedItems",
            "FileRecycled",
            "FolderRecycled",
            "ListItemRecycled",
          ],
          prefix: [
            "FileDeleted",
            "FolderDeleted",
            "ListDeleted",
            "ListItemDeleted",
            "FileVersionsAll",
            "FileVersionDeleted",
          ],
        },
        {
          to: "modify",
          exact: [
            "Create",
            "Update",
            "Move",
            "Copy",
            "FileUploaded",
            "FileRenamed",
            "FileMoved",
            "FileCopied",
            "FileRestored",
          ],
          prefix: [
            "FileModified",
            "FileCheckedIn",
            "FileSyncUploaded",
            "FolderCreated",
            "FolderModified",
            "FolderRenamed",
          ],
        },
        {
          to: "admin",
          prefix: ["Set-", "New-", "Add-", "Remove-", "Enable-", "Disable-", "Update-", "Install-", "Start-", "Stop-"],
        },
        { to: "admin", prefix: ["Add ", "Update ", "Delete ", "Remove ", "Set ", "Change ", "Reset ", "Consent to "] },
        {
          to: "admin",
          exact: ["AddedToGroup", "RemovedFromGroup", "GroupAdded", "GroupRemoved", "MemberRoleChanged"],
          prefix: ["SiteCollectionAdmin", "PermissionLevel", "SharingInheritance", "ModifyFolderPermissions"],
        },
      ],
      empty: "other",
      otherwise: "other",
    },
  ],
  outcome: [
    { from: at("Operation"), rules: [{ to: "denied", exact: ["UserLoginFailed"] }], empty: null, otherwise: null },
    {
      from: at("ResultStatus"),
      is_folded: true,
      rules: [{ to: "error", exact: ["failed", "failure", "false", "partiallysucceeded"] }],
      empty: "success",
      otherwise: "success",
    },
  ],
};
