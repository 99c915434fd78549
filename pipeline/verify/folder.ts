import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { canonicalJson } from "../../data/integrity/canonical.js";
import {
  ENVELOPE_NAME,
  isFolderName,
  MANIFEST_NAME,
  type Manifest,
  manifestShape,
} from "../../data/integrity/manifest.js";
import { counted } from "../../data/words.js";
import { digestOf } from "../ingest/seals.js";
import { inputsRoot } from "../manifest/inputs.js";
import type { Standing } from "../manifest/standing.js";
import { type Check, checker, listed } from "./check.js";

/** A larger manifest is not read: the deliveries of a hundred years need a tenth of it. */
const MANIFEST_BYTES_MAX = 256 * 2 ** 20;

/** A folder as it was found: its manifest, or null where it cannot be read as one. */
export interface Examined {
  readonly path: string;
  readonly name: string;
  readonly standing: Standing | null;
  readonly checks: readonly Check[];
}

/** Holds a folder against its manifest: its form, what it says of itself, and every file. Files are streamed. */
export async function examine(path: string): Promise<Examined> {
  const name = basename(path);
  const read = readManifest(path, name);
  if (!("standing" in read)) return { path, name, standing: null, checks: [read.check] };
  const { standing } = read;
  const checks = [read.check, ...consistency(standing.manifest, name), ...(await files(path, standing.manifest, name))];
  return { path, name, standing, checks };
}

function readManifest(path: string, name: string): { readonly check: Check; readonly standing?: Standing } {
  const { holds, fails } = checker(name);
  const file = join(path, MANIFEST_NAME);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return { check: fails(MANIFEST_NAME, "missing") };
  if (!found.isFile()) return { check: fails(MANIFEST_NAME, "not a regular file") };
  if (found.size > MANIFEST_BYTES_MAX)
    return { check: fails(MANIFEST_NAME, `larger than ${MANIFEST_BYTES_MAX / 2 ** 20} MiB`) };
  const text = readFileSync(file, "utf8");
  const manifest = parsed(text);
  if (typeof manifest === "string") return { check: fails(MANIFEST_NAME, manifest) };
  const standing = { text, manifest, sha256: createHash("sha256").update(text).digest("hex") };
  if (canonicalJson(manifest) !== text)
    return { check: fails(MANIFEST_NAME, "not in the canonical form of RFC 8785"), standing };
  if (isFolderName(name) && manifest.name !== name)
    return { check: fails(MANIFEST_NAME, `is that of ${manifest.name}`), standing };
  return { check: holds(MANIFEST_NAME, `canonical, of ${manifest.kind} ${manifest.name}`), standing };
}

function parsed(text: string): Manifest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "not JSON";
  }
  const found = manifestShape.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a manifest"}`;
}

/** What a manifest says twice must agree. */
function consistency({ inputs, ledger, history, previous }: Manifest, name: string): Check[] {
  const { holds, fails } = checker(name);
  const faults = [
    ...(inputsRoot(inputs.files) === inputs.merkle_root ? [] : ["the root over the deliveries is another"]),
    ...(ledger.index === history.length ? [] : ["its place in the ledger is not after its history"]),
    ...(previous === (history.at(-1)?.manifest ?? null) ? [] : ["previous is not the last of its history"]),
  ];
  return faults.length === 0
    ? [holds("manifest in itself", "the root over its deliveries, its place and its predecessor agree")]
    : faults.map((fault) => fails("manifest in itself", fault));
}

async function files(path: string, { outputs }: Manifest, name: string): Promise<Check[]> {
  const { holds, fails } = checker(name);
  const named = new Set([...outputs.map((output) => output.name), MANIFEST_NAME, ENVELOPE_NAME]);
  const extra = readdirSync(path).filter((entry) => !named.has(entry));
  const checks = extra.sort().map((entry) => fails(`file ${entry}`, "not in the manifest"));
  for (const output of outputs) {
    const file = join(path, output.name);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (found === undefined) checks.push(fails(`file ${output.name}`, "missing"));
    else if (!found.isFile()) checks.push(fails(`file ${output.name}`, "not a regular file"));
    else if (found.size !== output.bytes || (await digestOf(file)) !== output.sha256)
      checks.push(fails(`file ${output.name}`, `changed: its digest is not ${output.sha256}`));
  }
  if (checks.length > 0) return checks;
  return [
    holds(
      "files",
      `${counted(outputs.length, "file")} as in the manifest, none besides: ${listed(outputs.map((output) => output.name))}`,
    ),
  ];
}
