import { join } from "node:path";
import { ledgerRoot, lineAfter } from "../../data/integrity/ledger.js";
import type { HistoryEntry, Manifest } from "../../data/integrity/manifest.js";
import { counted } from "../../data/words.js";
import { inputsRoots } from "../manifest/inputs.js";
import { type Standing, standingIn } from "../manifest/standing.js";
import { type Check, checker, listed } from "./check.js";
import type { Examined } from "./folder.js";
import type { Subject } from "./subject.js";

/** The publications up to and with a manifest, as it says itself. */
export function publicationsOf({ manifest, sha256 }: Standing): HistoryEntry[] {
  const { name, inputs, journal } = manifest;
  return [...manifest.history, { name, manifest: sha256, files: inputs.files.length, journal: journal.lines }];
}

/** The ledger's lines as a manifest's history makes them. */
export function linesOf({ history, ...mine }: Manifest): string[] {
  const roots = inputsRoots(mine.inputs.files, new Set(history.map(({ files }) => files)));
  const texts: string[] = [];
  for (const { lost: _, settings = mine.settings.sha256, code = mine.code.sha256, ...entry } of history) {
    const inputs = entry.inputs ?? roots.get(entry.files) ?? "";
    texts.push(lineAfter(texts, { ...entry, settings, code, inputs }));
  }
  return texts;
}

/** The youngest of some folders' manifests: the one that vouches for all publications before it. */
export function youngestOf(examined: readonly Examined[]): Standing | null {
  const all = examined.flatMap(({ standing }) => (standing === null ? [] : [standing]));
  return all.reduce<Standing | null>(
    (youngest, one) =>
      youngest === null || one.manifest.ledger.index > youngest.manifest.ledger.index ? one : youngest,
    null,
  );
}

/** Each manifest's own account of the ledger: the root over the lines that its history makes. */
export function checkHistory({ name, standing }: Examined): Check[] {
  if (standing === null) return [];
  const { holds, fails } = checker(name);
  const { manifest } = standing;
  const superseded = manifest.history.findLast((entry) => entry.name === manifest.name)?.manifest ?? null;
  if (ledgerRoot(linesOf(manifest)) !== manifest.ledger.merkle_root)
    return [fails("history", "the root over the publications before it is another")];
  if (superseded !== manifest.ledger.supersedes) return [fails("history", "it does not name what it supersedes")];
  return [
    holds("history", `publication ${manifest.ledger.index + 1}, after ${counted(manifest.history.length, "other")}`),
  ];
}

/** One folder alone: that the publication before it is the one it names, where that lies beside it. */
export function checkPrevious({ name, standing }: Examined, reports: string): Check[] {
  if (standing === null) return [];
  const { holds, fails, unasked } = checker(name);
  const before = standing.manifest.history.at(-1);
  if (before === undefined) return [holds("chain", "the first publication")];
  const beside = before.name === standing.manifest.name ? null : standingIn(join(reports, before.name));
  if (beside === null) return [unasked("chain", `${before.name}, published before it, is not here to be compared`)];
  if (beside.sha256 === before.manifest) return [holds("chain", `follows ${before.name}`)];
  const isLater = beside.manifest.ledger.index > standing.manifest.ledger.index;
  return isLater && beside.manifest.history.some(({ manifest }) => manifest === standing.sha256)
    ? [holds("chain", `follows ${before.name}, which was published again since`)]
    : [fails("chain", `${before.name} is not the one that was published before it`)];
}

/** All folders together: each is the last publication of its name, and none that was published is missing. */
export function checkChain(examined: readonly Examined[], { strangers }: Subject): Check[] {
  const { holds, fails, cannot } = checker(null);
  const youngest = youngestOf(examined);
  const strange = strangers.map((name) => fails("reports", `no published folder: ${name}`));
  if (youngest === null) return [...strange, cannot("chain", "no manifest can be read")];
  const all = publicationsOf(youngest);
  const wrong: Check[] = [];
  for (const { name, standing } of examined) {
    if (standing === null) continue;
    const last = all.findLast((entry) => entry.name === name);
    const isThere = all[standing.manifest.ledger.index]?.manifest === standing.sha256;
    if (!isThere)
      wrong.push(fails("chain", `${name} is not what ${youngest.manifest.name}, the youngest, says was published`));
    else if (last?.manifest !== standing.sha256)
      wrong.push(fails("chain", `${name} was published again since: this is an older one`));
  }
  const missing = [...new Set(all.map(({ name }) => name))].filter(
    (name) => !examined.some((one) => one.name === name),
  );
  if (missing.length > 0) wrong.push(fails("chain", `published and not here: ${listed(missing)}`));
  if (wrong.length + strange.length > 0) return [...strange, ...wrong];
  return [
    holds(
      "chain",
      `${counted(examined.length, "folder")}, ${counted(all.length, "publication")}, each follows the one before`,
    ),
  ];
}
