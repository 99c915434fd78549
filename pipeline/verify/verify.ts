import type { KeyObject } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../../data/errors.js";
import { type LoadedSettings, loadSettings } from "../../data/settings/load.js";
import { codeDigest } from "../code-digest.js";
import type { Effects } from "../effects.js";
import { publicKeysIn } from "../manifest/standing.js";
import type { Progress } from "../progress.js";
import { VERSION } from "../version.js";
import { Archive } from "./archive.js";
import { checkChain, checkHistory, checkPrevious } from "./chain.js";
import { type Check, checker, short } from "./check.js";
import { type Examined, examine } from "./folder.js";
import { checkInputs, knownDeliveries } from "./inputs.js";
import { checkJournal } from "./journal.js";
import { checkLedger } from "./ledger.js";
import { checkProof } from "./proof.js";
import { recompute } from "./recompute.js";
import { checkSignature } from "./signature.js";
import { publishedIn, subjectOf } from "./subject.js";

/** What is to be verified, and with what. */
export interface VerifyOptions {
  /** A published folder, a folder of them, or a file with a proof. */
  readonly folder: string;
  /** Public keys that the auditor trusts; none: only that nothing was changed. */
  readonly keys: readonly KeyObject[];
  readonly feeds: string | null;
  readonly workspace: string | null;
  /** Settings files, as they were known then, beside FEEDS/settings.yaml. */
  readonly configs: readonly string[];
  /** Signed heads of the ledger that were kept elsewhere. */
  readonly noted: readonly string[];
  readonly recompute: boolean;
}

/**
 * Checks published folders, one check a thing that was looked at, in the order of folders and then what concerns all of
 * them. Writes nothing where it looks; deriving again needs room for the store in the folder for temporary files.
 *
 * @throws PipelineError `usage` where nothing published lies there, or deriving again lacks its feeds
 */
export async function verify(options: VerifyOptions, effects: Effects, progress: Progress): Promise<Check[]> {
  if (statSync(options.folder, { throwIfNoEntry: false })?.isFile() === true) return verifyProof(options);
  const subject = subjectOf(options.folder, options.workspace);
  if (options.recompute && options.feeds === null)
    throw new PipelineError("usage", "nothing to derive the figures from: give --feeds DIR");
  const archive = options.feeds === null ? null : openArchive(options.feeds);
  const trusted = {
    pinned: options.keys,
    beside: subject.workspace === null ? [] : publicKeysIn(join(subject.workspace, "keys")),
  };
  const later =
    archive === null ? new Set<string>() : knownDeliveries([...publishedIn(subject.reports), ...subject.folders]);
  const examined: Examined[] = [];
  const checks: Check[] = [];
  for (const path of subject.folders) {
    const one = await examine(path);
    examined.push(one);
    checks.push(...one.checks, checkSignature(one, trusted), ...checkHistory(one));
    if (!subject.is_whole) checks.push(...checkPrevious(one, subject.reports));
    checks.push(
      ...checkJournal(one, subject.workspace),
      ...(await checkInputs(one, archive, later)),
      ...checkCode(one),
    );
  }
  if (subject.is_whole) checks.push(...checkChain(examined, subject));
  checks.push(...checkLedger(examined, { subject, trusted, noted: options.noted }));
  if (!options.recompute || archive === null)
    return [
      ...checks,
      checker(null).unasked("recomputed", "give --recompute and --feeds DIR to derive every figure again"),
    ];
  const given = { archive, settings: settingsGiven(options), workspace: subject.workspace };
  return [...checks, ...(await recompute(examined, given, { effects, progress }))];
}

/** A proof that one delivery was read (`sharewatch prove`). */
function verifyProof({ folder, keys, feeds, workspace }: VerifyOptions): Promise<Check[]> {
  const beside = workspace === null ? [] : publicKeysIn(join(workspace, "keys"));
  return checkProof(folder, { pinned: keys, beside }, feeds === null ? null : openArchive(feeds));
}

function openArchive(feeds: string): Archive {
  if (statSync(feeds, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new PipelineError("feeds_missing", `feeds folder not found: ${feeds}`, { feeds });
  return new Archive(feeds);
}

/** Whether this program is the code that made a folder, by its own word. */
function checkCode({ name, standing }: Examined): Check[] {
  if (standing === null) return [];
  const { holds, unasked } = checker(name);
  const { version, sha256 } = standing.manifest.code;
  return sha256 === codeDigest()
    ? [holds("code", `this program, version ${VERSION}, digest ${short(sha256)}`)]
    : [
        unasked(
          "code",
          `made by version ${version}, digest ${short(sha256)}; this program is version ${VERSION}, digest ${short(codeDigest())}`,
        ),
      ];
}

/** The settings given, by digest: each file, the feeds folder's own, and the defaults. */
function settingsGiven({ configs, feeds }: VerifyOptions): ReadonlyMap<string, LoadedSettings> {
  const all = [loadSettings(null, null), loadSettings(null, feeds), ...configs.map((file) => loadSettings(file, null))];
  return new Map(all.map((loaded) => [loaded.digest, loaded]));
}
