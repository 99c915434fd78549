import { createHash } from "node:crypto";
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { z } from "zod";
import { PipelineError } from "../errors.js";
import { canonicalJson } from "./canonical.js";
import { folderName } from "./manifest.js";
import { leafHash, merkleRoot } from "./merkle.js";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One publication. A night that is published again is a second line, never a change of the first; a night that is judged
 * again from more deliveries or decisions, and comes out the same, is a line with the same manifest.
 *
 * index      counted from 0
 * previous   SHA-256 of the line before, without its line end; null for the first
 * name       the night or period; manifest its manifest's SHA-256
 * files      deliveries that had been read, and inputs the Merkle root over them; journal: lines of the reviewers' journal that counted
 */
export const ledgerLineShape = z.strictObject({
  index: z.int().min(0),
  previous: sha256.nullable(),
  name: folderName,
  manifest: sha256,
  files: z.int().min(0),
  inputs: sha256,
  journal: z.int().min(0),
  settings: sha256,
  code: sha256,
});
export type LedgerLine = z.infer<typeof ledgerLineShape>;

/** What a line says, before its place in the ledger is known. */
export type Publication = Omit<LedgerLine, "index" | "previous">;

export const digestOfText = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** The canonical text of what comes after `texts`. */
export function lineAfter(texts: readonly string[], publication: Publication): string {
  const last = texts.at(-1);
  const previous = last === undefined ? null : digestOfText(last);
  return canonicalJson({ ...publication, index: texts.length, previous });
}

/** The Merkle root over lines, hexadecimal. */
export function ledgerRoot(texts: readonly string[]): string {
  return merkleRoot(texts.map(leafHash)).toString("hex");
}

/**
 * The ledger of publications as it lies on disk: the text of each whole line, and what each says. A last line that its
 * writer did not end is left out: the store still has it.
 *
 * @throws PipelineError `ledger_broken` where a line is not canonical or does not follow from the one before
 */
export function readLedger(path: string): { readonly texts: string[]; readonly lines: LedgerLine[] } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { texts: [], lines: [] };
    throw error;
  }
  const texts = text.split("\n").slice(0, -1);
  return { texts, lines: parseLedger(texts, path) };
}

/** What lines of a ledger say; `path` only names it in errors. @throws PipelineError `ledger_broken` */
export function parseLedger(texts: readonly string[], path: string): LedgerLine[] {
  return texts.map((one, index) => {
    const line = parsed(one);
    const previous = index === 0 ? null : digestOfText(texts[index - 1] ?? "");
    if (line === null || line.index !== index || line.previous !== previous || canonicalJson(line) !== one)
      throw new PipelineError("ledger_broken", `ledger of publications broken at line ${index + 1}: ${path}`, {
        path,
        line: index + 1,
        next: "a line was changed, taken out or put in: put the file back from a copy",
      });
    return line;
  });
}

/** Appends lines, synced; what a crash left of a line that was not ended is cut off first. */
export function appendLedger(path: string, texts: readonly string[]): void {
  if (texts.length === 0) return;
  const file = openSync(path, "a+", 0o600);
  try {
    const standing = readFileSync(file);
    const whole = standing.lastIndexOf("\n") + 1;
    if (whole < standing.length) ftruncateSync(file, whole);
    const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(""), "utf8");
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function parsed(text: string): LedgerLine | null {
  try {
    const found = ledgerLineShape.safeParse(JSON.parse(text));
    return found.success ? found.data : null;
  } catch {
    return null;
  }
}
