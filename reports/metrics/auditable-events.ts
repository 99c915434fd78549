/**
 * The 29 auditable events, and which acts of a log show that one of them is recorded; an event that no act of ours stands
 * for cannot be seen by any source, whatever it logs.
 *
 * source  headings of ICS 500-27 as reproduced in public conformance pages; the standard itself was not read
 */
export const AUDITABLE_EVENTS: readonly { readonly event: string; readonly actions: readonly string[] }[] = [
  { event: "logon", actions: ["login"] },
  { event: "logoff", actions: ["logout"] },
  { event: "creation of a file or object", actions: [] },
  { event: "access to a file or object", actions: ["view", "download", "search"] },
  { event: "deletion of a file or object", actions: ["destroy"] },
  { event: "modification of a file or object", actions: ["modify"] },
  { event: "change of permissions", actions: [] },
  { event: "change of ownership", actions: [] },
  { event: "writing or downloading to external media", actions: ["download"] },
  { event: "uploading from external media", actions: [] },
  { event: "a user added", actions: [] },
  { event: "a user deleted", actions: [] },
  { event: "a user modified", actions: [] },
  { event: "a user suspended", actions: [] },
  { event: "a user locked", actions: [] },
  { event: "a group or role added", actions: [] },
  { event: "a group or role deleted", actions: [] },
  { event: "a group or role modified", actions: [] },
  { event: "change of security or audit policy", actions: [] },
  { event: "change of configuration", actions: [] },
  { event: "access as administrator", actions: ["admin"] },
  { event: "escalation of privilege or role", actions: [] },
  { event: "access to audit and log data", actions: [] },
  { event: "restart or shutdown", actions: [] },
  { event: "printing to a device", actions: ["print"] },
  { event: "printing to a file", actions: [] },
  { event: "start (initialization) of an application", actions: [] },
  { event: "export of information", actions: ["export", "share", "forward"] },
  { event: "import of information", actions: ["receive"] },
];
