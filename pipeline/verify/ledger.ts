import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "../../data/errors.js";
import { keysWithin, signersOf } from "../../data/integrity/envelope.js";
import { parseHead } from "../../data/integrity/head.js";
import { digestOfText, type LedgerLine, ledgerRoot, readLedger } from "../../data/integrity/ledger.js";
import { counted } from "../../data/words.js";
import { type Check, checker, listed, short } from "./check.js";
import type { Examined } from "./folder.js";
import type { TrustedKeys } from "./signature.js";
import type { Subject } from "./subject.js";

/** What the ledger is held against: the folders, the keys, and heads that the auditor kept from earlier. */
export interface LedgerGiven {
  readonly subject: Subject;
  readonly trusted: TrustedKeys;
  /** Files. */
  readonly noted: readonly string[];
}

/** The workspace's ledger: that it grew by appending, holds each folder, knows no later publication, and its signed heads. */
export function checkLedger(examined: readonly Examined[], { subject, trusted, noted }: LedgerGiven): Check[] {
  const { fails, cannot, unasked } = checker(null);
  if (subject.workspace === null) {
    const how = "no workspace is seen: give --workspace DIR";
    return [noted.length === 0 ? unasked("ledger", how) : cannot("ledger", how)];
  }
  let read: { readonly texts: readonly string[]; readonly lines: readonly LedgerLine[] };
  try {
    read = readLedger(join(subject.workspace, "ledger.jsonl"));
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return [fails("ledger", error.message)];
  }
  const { texts, lines } = read;
  const present = join(subject.workspace, "ledger.dsse.json");
  return [
    ...(texts.length === 0
      ? [cannot("ledger", "the workspace has no ledger of publications")]
      : held(examined, read, subject)),
    ...(existsSync(present)
      ? [checkHead("ledger head", present, texts, trusted)]
      : [fails("ledger head", `missing: ${counted(lines.length, "line")} without a signature`)]),
    ...noted.map((file) => checkHead(`ledger head kept in ${file}`, file, texts, trusted)),
  ];
}

function held(
  examined: readonly Examined[],
  { texts, lines }: { readonly texts: readonly string[]; readonly lines: readonly LedgerLine[] },
  subject: Subject,
): Check[] {
  const { holds, fails } = checker(null);
  const wrong = examined.flatMap(({ name, standing }) => {
    if (standing === null) return [];
    const { index, merkle_root } = standing.manifest.ledger;
    if (index >= lines.length)
      return [fails("ledger", `cut off: it has ${counted(lines.length, "line")}, ${name} is number ${index + 1}`)];
    if (lines[index]?.manifest !== standing.sha256)
      return [fails("ledger", `line ${index + 1} is not ${name} as it lies here`)];
    if (ledgerRoot(texts.slice(0, index)) !== merkle_root)
      return [fails("ledger", `rewritten before line ${index + 1}: not the lines that ${name} vouches for`)];
    const last = lines.findLast((line) => line.name === standing.manifest.name);
    return last?.manifest === standing.sha256
      ? []
      : [fails("ledger", `${name} was published again (line ${(last?.index ?? 0) + 1}): this is an older one`)];
  });
  if (wrong.length > 0) return wrong;
  const here = new Set(examined.map(({ name }) => name));
  const absent = subject.is_whole ? [...new Set(lines.map(({ name }) => name))].filter((name) => !here.has(name)) : [];
  if (absent.length > 0) return [fails("ledger", `published and not here: ${listed(absent)}`)];
  return [
    holds(
      "ledger",
      `${counted(lines.length, "line")}, only ever added to; the last is ${short(digestOfText(texts.at(-1) ?? ""))}`,
    ),
  ];
}

/** A signed head against the ledger: the root over its first lines. One kept elsewhere shows what was cut off or rewritten. */
function checkHead(what: string, file: string, texts: readonly string[], { pinned, beside }: TrustedKeys): Check {
  const { holds, fails, cannot } = checker(null);
  if (!existsSync(file)) return cannot(what, "no such file");
  const found = parseHead(readFileSync(file, "utf8"));
  if (found === null) return fails(what, "not a signed head");
  const { head, envelope } = found;
  const keys = pinned.length > 0 ? pinned : beside.length > 0 ? beside : keysWithin(envelope);
  const [signer] = signersOf(envelope, keys);
  if (signer === undefined) return fails(what, "not signed by a key that was given or lies in the workspace");
  if (head.size > texts.length)
    return fails(what, `the ledger was cut off: it has ${counted(texts.length, "line")}, the head was of ${head.size}`);
  if (ledgerRoot(texts.slice(0, head.size)) !== head.merkle_root)
    return fails(what, `the ledger was rewritten: not the same in its first ${counted(head.size, "line")}`);
  const later = texts.length - head.size;
  return holds(
    what,
    `${counted(head.size, "line")} signed by ${short(signer)}${later === 0 ? "" : `, ${later} came later`}`,
  );
}
