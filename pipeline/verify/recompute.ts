import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PipelineError } from "../../data/errors.js";
import { canonicalJson } from "../../data/integrity/canonical.js";
import { ENVELOPE_NAME, MANIFEST_NAME, type Manifest } from "../../data/integrity/manifest.js";
import { counted } from "../../data/words.js";
import { codeDigest } from "../code-digest.js";
import type { Effects } from "../effects.js";
import { digestOf } from "../ingest/seals.js";
import { type Standing, standingIn } from "../manifest/standing.js";
import type { Progress } from "../progress.js";
import { youngestOf } from "./chain.js";
import { type Check, checker, listed, short } from "./check.js";
import { firstDifference } from "./compare.js";
import type { Examined } from "./folder.js";
import { Lacking, replay, type Sources } from "./replay.js";
import { type Step, stepsTo } from "./steps.js";

/** Larger files are told to differ, without where. */
const COMPARED_BYTES_MAX = 256 * 2 ** 20;

/** What is derived again from, all but the folder for it. */
export type Given = Omit<Sources, "scratch">;

/**
 * Derives folders again, each from nothing but deliveries, settings, the journal and this code, and compares byte for byte.
 * One replay answers for every folder that its store made. What it needs for itself is removed, however it ends.
 */
export async function recompute(
  examined: readonly Examined[],
  given: Given,
  tools: { readonly effects: Effects; readonly progress: Progress },
): Promise<Check[]> {
  const checks: Check[] = [];
  let left = examined.filter(({ standing }) => standing !== null);
  for (let youngest = youngestOf(left); youngest !== null; youngest = youngestOf(left)) {
    const steps = stepsTo(youngest);
    const made = new Set(steps.map(({ manifest }) => manifest));
    const targets = left.filter(({ standing }) => standing !== null && made.has(standing.sha256));
    left = left.filter((one) => !targets.includes(one));
    checks.push(...(await deriveAgain(steps, targets, given, tools)));
  }
  return checks;
}

async function deriveAgain(
  steps: readonly Step[],
  targets: readonly Examined[],
  given: Given,
  tools: { readonly effects: Effects; readonly progress: Progress },
): Promise<Check[]> {
  const scratch = mkdtempSync(join(tmpdir(), "sharewatch-verify-"));
  const found = new Map<string, Check[]>();
  const made = async (step: Step, folder: string): Promise<void> => {
    const target = targets.find(({ standing }) => standing?.sha256 === step.manifest);
    if (target !== undefined) found.set(target.name, await comparison(target, folder));
  };
  try {
    await replay(steps, { ...given, scratch }, made, tools);
  } catch (error) {
    if (!(error instanceof Lacking || error instanceof PipelineError)) throw error;
    for (const { name } of targets)
      if (!found.has(name)) found.set(name, [checker(name).cannot("recomputed", error.message)]);
  } finally {
    tools.progress.end();
    rmSync(scratch, { recursive: true, force: true });
  }
  const other = steps.filter(({ code }) => code !== codeDigest());
  return [
    ...targets.flatMap(({ name }) => found.get(name) ?? []),
    ...(other.length === 0
      ? []
      : [
          checker(null).cannot(
            "recomputed by the same code",
            `${listed(other.map(({ name }) => name))} ${other.length === 1 ? "was" : "were"} made by other code than this (${short(codeDigest())})`,
          ),
        ]),
  ];
}

/** A published folder against the one derived again: every file, and what was read. */
async function comparison({ path, name, standing }: Examined, derived: string): Promise<Check[]> {
  const { holds, fails, cannot } = checker(name);
  const names = [...new Set([...filesIn(path), ...filesIn(derived)])].sort();
  const checks: Check[] = [];
  for (const file of names) {
    const [one, other] = [join(path, file), join(derived, file)];
    if (!existsSync(other)) checks.push(fails(`recomputed ${file}`, "published, and not derived again"));
    else if (!existsSync(one)) checks.push(fails(`recomputed ${file}`, "derived again, and not published"));
    else if ((await digestOf(one)) !== (await digestOf(other)))
      checks.push(fails(`recomputed ${file}`, difference(file, one, other)));
  }
  const again = standingIn(derived);
  const read = standing === null || again === null ? "no manifest was derived" : readOtherwise(standing, again);
  if (read !== null) checks.push(fails(`recomputed ${MANIFEST_NAME}`, read));
  if (standing !== null && again !== null && reviewersOf(standing) !== reviewersOf(again))
    checks.push(cannot("reviewers", "the reviewers' accounts as known then are not given: --workspace DIR"));
  if (checks.length > 0) return checks;
  const deliveries = standing?.manifest.inputs.files.length ?? 0;
  return [
    holds(
      "recomputed",
      `${counted(names.length, "file")} derived again from ${counted(deliveries, "delivery", "deliveries")}, byte for byte`,
    ),
  ];
}

function difference(name: string, published: string, derived: string): string {
  if (lstatSync(published).size > COMPARED_BYTES_MAX) return "differs";
  return `differs: ${firstDifference(name, readFileSync(published, "utf8"), readFileSync(derived, "utf8"))}`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== MANIFEST_NAME && entry.name !== ENVELOPE_NAME)
    .map(({ name }) => name);
}

/** The first thing that a manifest says otherwise of what was read and known; null where they agree. */
function readOtherwise({ manifest: published }: Standing, { manifest: derived }: Standing): string | null {
  for (const [index, file] of published.inputs.files.entries()) {
    const again = derived.inputs.files[index];
    if (again === undefined || canonicalJson(file) !== canonicalJson(again))
      return `${file.path}: published ${canonicalJson(file.rows)} ${file.status}, derived ${again === undefined ? "nothing" : `${canonicalJson(again.rows)} ${again.status}`}`;
  }
  const [one, other] = [published.journal, derived.journal];
  if (one.lines !== other.lines || one.head !== other.head)
    return `journal: published ${one.lines} lines, ${one.head}, derived ${other.lines} lines, ${other.head}`;
  const parts: readonly (keyof Manifest)[] = ["home", "marking", "settings", "inputs"];
  const part = parts.find((key) => canonicalJson(published[key]) !== canonicalJson(derived[key]));
  return part === undefined ? null : `${part}: published ${cut(published[part])}, derived ${cut(derived[part])}`;
}

const reviewersOf = ({ manifest }: Standing): string => manifest.journal.reviewers_sha256;
const cut = (value: unknown): string => canonicalJson(value).slice(0, 300);
