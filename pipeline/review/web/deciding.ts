import type { Account } from "../../../data/review/accounts.js";
import { dispositionOf } from "../../../data/review/disposition.js";
import { appendRecords } from "../../../data/review/journal.js";
import { decisionShape, reversalShape } from "../../../data/review/record.js";
import type { Workspace } from "../../../data/workspace.js";
import { type Library, readingOf, type Shelved } from "./library.js";
import type { Session } from "./sessions.js";

/** What a form sent: every field as text. */
export type Sent = Readonly<Record<string, string>>;

/** What a change is made with. */
export interface Desk {
  readonly workspace: Workspace;
  readonly library: Library;
  readonly account: Account;
  readonly session: Session;
  readonly now: string;
}

const MS = 1000;

/** Records a decision as a form sent it; what was wrong with it, or null. */
export function decideSent(
  { workspace, library, account, session, now }: Desk,
  shelved: Shelved,
  sent: Sent,
): string | null {
  const [{ flag_id }] = shelved.nights;
  const { reading, refusal } = readingOf(shelved, account);
  if (reading === null) return refusal;
  if (sent.reading !== reading) return "The flag was decided on meanwhile; look at it again.";
  const disposition = dispositionOf(sent.disposition ?? "");
  if (disposition === null) return "Choose what it was.";
  const night = shelved.nights.find((flag) => flag.night === sent.night)?.night ?? shelved.nights[0].night;
  const opened = session.opened_flags.get(flag_id);
  const looks = library.journal().kept.flatMap(({ record }) => (record.kind === "look" ? [record] : []));
  const look = looks.find((one) => one.flag_id === flag_id && one.reviewer === account.name);
  const published = library.publishedAt(night);
  const read = decisionShape.safeParse({
    kind: "decision",
    flag_id,
    night,
    at: now,
    reviewer: account.name,
    role: reading === "second" ? "second" : "reviewer",
    disposition,
    reason: sent.reason ?? "",
    seconds_to_look: look === undefined || published === null ? null : secondsBetween(published, look.at),
    seconds_spent: opened === undefined ? null : secondsBetween(opened, now),
    is_second: reading === "second",
    is_blind: reading === "second",
    wants_second: reading === "first" && sent.wants_second === "true",
    origin: "app",
  });
  if (!read.success) return `Not taken: ${read.error.issues[0]?.path.join(".")}: ${read.error.issues[0]?.message}.`;
  const [decision_id = ""] = appendRecords(workspace.journal, [read.data]);
  session.undoable = { decision_id, flag_id, disposition };
  return null;
}

/** Takes a decision back as a form asked, and names its flag; only its own reader may, and only once. */
export function undoSent(
  { workspace, library, account, session, now }: Desk,
  sent: Sent,
): { readonly problem: string | null; readonly flag_id: string } {
  const all = [...library.standings().values()].flatMap(({ history }) => history);
  const decision = all.find(({ id, reviewer }) => id === sent.decision_id && reviewer === account.name);
  if (decision === undefined) return { problem: "There is no such decision of yours.", flag_id: "" };
  const { flag_id } = decision;
  if (decision.reversed !== null) return { problem: "It was taken back already.", flag_id };
  const read = reversalShape.safeParse({
    kind: "reversal",
    undoes: decision.id,
    flag_id,
    at: now,
    reviewer: account.name,
    reason: sent.reason?.trim() || "taken back by its reader",
  });
  if (!read.success) return { problem: `Not taken: ${read.error.issues[0]?.message}.`, flag_id };
  appendRecords(workspace.journal, [read.data]);
  session.undoable = null;
  return { problem: null, flag_id };
}

/** Notes when a reader who may decide first opened a flag, once. */
export function noteLook({ workspace, library, account, session, now }: Desk, { nights }: Shelved): void {
  const [{ flag_id, night }] = nights;
  session.opened_flags.set(flag_id, now);
  const isNoted = library
    .journal()
    .kept.some(
      ({ record }) => record.kind === "look" && record.flag_id === flag_id && record.reviewer === account.name,
    );
  if (!isNoted) appendRecords(workspace.journal, [{ kind: "look", flag_id, night, at: now, reviewer: account.name }]);
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / MS));
}
