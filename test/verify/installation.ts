import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import type { Day } from "../../data/days.js";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { sealed } from "../../data/integrity/envelope.js";
import { writeHead } from "../../data/integrity/head.js";
import { lineAfter, readLedger } from "../../data/integrity/ledger.js";
import { MANIFEST_TYPE, type Manifest, manifestShape } from "../../data/integrity/manifest.js";
import { openSigningKey } from "../../data/integrity/signing-key.js";
import { appendRecords } from "../../data/review/journal.js";
import type { Decision } from "../../data/review/record.js";
import { loadSettings } from "../../data/settings/load.js";
import type { Workspace } from "../../data/workspace.js";
import { reportPeriod } from "../../pipeline/cli/period.js";
import { silent } from "../../pipeline/progress.js";
import { report } from "../../pipeline/report.js";
import { run } from "../../pipeline/run.js";
import type { Check } from "../../pipeline/verify/check.js";
import { type VerifyOptions, verify } from "../../pipeline/verify/verify.js";
import { newFolder, newWorkspace } from "../folder.js";
import { smallWorld } from "../world.js";

export const EFFECTS = { now: () => "2026-07-01T00:00:00Z", pid: 1, host: "here" };

/** What stands after some nights of an installation's life. */
export interface Installation {
  readonly feeds: string;
  readonly workspace: Workspace;
  readonly nights: readonly [Day, Day, Day];
  readonly period: string;
}

const NOTES = "event_id,event_time,source,actor_id,action,outcome,object_id\n";
const noted = (id: string, day: Day): string => `${id},${day}T10:00:00Z,notes,A-note,view,success,O-note\n`;

/**
 * Three nights as they come in life: logs delivered day by day, one that grows, a register that is replaced (its former
 * state archived elsewhere), decisions between two nights, some of them dated after the next, a late log for which the first night is run again, and then the
 * month's report.
 */
export async function livedInstallation(): Promise<Installation> {
  const { feeds, days } = await smallWorld((all) => all.slice(-5));
  const [, late = "", ...rest] = days;
  const [first = "", second = "", third = ""] = rest;
  const access = join(feeds, "access");
  const notes = join(access, "notes.csv");
  const held = newFolder();
  const isOf = (name: string, day: Day): boolean => name.includes(day);
  const lateFile = readdirSync(access).find((name) => isOf(name, late)) ?? "";
  for (const name of readdirSync(access))
    if (name === lateFile || isOf(name, second) || isOf(name, third)) renameSync(join(access, name), join(held, name));
  const deliver = (wanted: (name: string) => boolean) => {
    for (const name of readdirSync(held).filter(wanted)) renameSync(join(held, name), join(access, name));
  };
  const workspace = newWorkspace();
  const night = (day: Day) =>
    run({ feeds, workspace, loaded: loadSettings(null, feeds), nights: [day] }, EFFECTS, silent);

  writeFileSync(notes, NOTES + noted("n1", first).trimEnd());
  await night(first);

  const listed = readFileSync(join(workspace.reports, first, "flags.jsonl"), "utf8").split("\n")[0] ?? "";
  const flag_id = listed === "" ? UNKNOWN_FLAG : String(JSON.parse(listed).flag_id);
  const [made = ""] = decide(workspace, `${second}T12:00:00Z`, { flag_id });
  decide(workspace, `${third}T12:00:00Z`, { flag_id, reviewer: "r.two", is_second: true });
  const taken_back = { kind: "reversal", undoes: made, flag_id, at: `${third}T13:00:00Z`, reviewer: "r.one" } as const;
  appendRecords(workspace.journal, [{ ...taken_back, reason: "too early" }]);
  deliver((name) => isOf(name, second));
  appendFileSync(notes, `\n${noted("n2", second)}`);
  mkdirSync(join(feeds, "archive"));
  cpSync(join(feeds, "calendar.csv"), join(feeds, "archive", "calendar-before.csv"));
  const calendar = readFileSync(join(feeds, "calendar.csv"), "utf8").trimEnd().split("\n");
  writeFileSync(join(feeds, "calendar.csv"), `${calendar.slice(0, -1).join("\n")}\n`);
  await night(second);

  deliver((name) => name === lateFile);
  await night(first);

  deliver((name) => isOf(name, third));
  await night(third);

  const period = third.slice(0, 7);
  await report({ workspace, loaded: loadSettings(null, feeds), period: reportPeriod(period) }, EFFECTS);
  return { feeds, workspace, nights: [first, second, third], period };
}

const UNKNOWN_FLAG = "L-2026-01-01-0123456789";

/** Appends a decision; its id. */
export function decide(workspace: Workspace, at: string, changes: Partial<Decision> = {}): string[] {
  const decision: Decision = {
    ...{ kind: "decision", flag_id: UNKNOWN_FLAG, night: null, at, reviewer: "r.one", role: "reviewer" },
    ...{ disposition: "true but authorised", reason: "tasked", seconds_to_look: null, seconds_spent: null },
    ...{ is_second: false, is_blind: false, wants_second: false, origin: "command" },
  };
  return appendRecords(workspace.journal, [{ ...decision, ...changes }]);
}

/** A copy of a workspace's published folders, ledger, keys, journal and accounts, to be tampered with. */
export function copyOf(workspace: Workspace): Workspace {
  const copy = newWorkspace();
  for (const place of ["reports", "keys", "ledger", "head", "journal", "accounts"] as const)
    if (existsSync(workspace[place])) cpSync(workspace[place], copy[place], { recursive: true });
  return copy;
}

/** What verifying says, but for what holds and what was not asked for: `folder: what: detail`. */
export async function faultsOf(folder: string, more: Partial<VerifyOptions> = {}): Promise<string[]> {
  return (await checksOf(folder, more))
    .filter(({ result, is_missed }) => result === "does not hold" || is_missed)
    .map(({ folder: name, what, detail }) => `${name ?? "all"}: ${what}: ${detail}`);
}

export function checksOf(folder: string, more: Partial<VerifyOptions> = {}): Promise<Check[]> {
  const options = { folder, keys: [], feeds: null, workspace: null, configs: [], noted: [], recompute: false, ...more };
  return verify(options, EFFECTS, silent);
}

/** Changes a folder's manifest and signs it with the workspace's own key, as whoever holds that key could. */
export function resign(workspace: Workspace, name: string, change: (manifest: Manifest) => Manifest): void {
  const folder = join(workspace.reports, name);
  const manifest = change(manifestShape.parse(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"))));
  const text = canonicalJson(manifest);
  writeFileSync(join(folder, "manifest.json"), text);
  const signer = openSigningKey(null, workspace.keys);
  writeFileSync(join(folder, "manifest.dsse.json"), sealed(MANIFEST_TYPE, Buffer.from(text), signer));
}

/** What the holder of the key does who wants a changed file believed: every digest new, signed, and the ledger's last line too. */
export function forgeLast(workspace: Workspace, name: string): void {
  const folder = join(workspace.reports, name);
  resign(workspace, name, (manifest) => ({
    ...manifest,
    outputs: manifest.outputs.map((output) => {
      const content = readFileSync(join(folder, output.name));
      return { name: output.name, sha256: sha256(content), bytes: content.length };
    }),
  }));
  const { texts, lines } = readLedger(workspace.ledger);
  const { index: _, previous: __, ...last } = lines.at(-1) ?? { index: 0, previous: null };
  const before = texts.slice(0, -1);
  const manifest = sha256(readFileSync(join(folder, "manifest.json")));
  if (last === undefined || !("name" in last) || last.name !== basename(folder)) throw new Error("not the last");
  const forged = [...before, lineAfter(before, { ...last, manifest })];
  writeFileSync(workspace.ledger, `${forged.join("\n")}\n`);
  writeHead(workspace.head, forged, openSigningKey(null, workspace.keys));
}

export function sha256(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
