import type { ManifestInput } from "../../data/integrity/manifest.js";
import { counted } from "../../data/words.js";
import { standingIn } from "../manifest/standing.js";
import type { Archive } from "./archive.js";
import { youngestOf } from "./chain.js";
import { type Check, checker, listed } from "./check.js";
import type { Examined } from "./folder.js";

/** Deliveries by what cannot be mistaken: where they lay, and their bytes. */
const keyOf = (path: string, sha256: string): string => `${sha256} ${path}`;

/** Every delivery that some published manifest knows: what replaced an older one is no alteration if it was delivered. */
export function knownDeliveries(folders: readonly string[]): ReadonlySet<string> {
  const examined = folders.map((path) => ({ path, name: "", standing: standingIn(path), checks: [] }));
  const files = youngestOf(examined)?.manifest.inputs.files ?? [];
  return new Set(files.map(({ path, sha256 }) => keyOf(path, sha256)));
}

/**
 * A folder's deliveries, each found again by its digest. One at whose place lies something that was never delivered was
 * changed; one that is nowhere, or was replaced by a later delivery, cannot be checked.
 */
export async function checkInputs(
  { name, standing }: Examined,
  archive: Archive | null,
  later: ReadonlySet<string>,
): Promise<Check[]> {
  if (standing === null) return [];
  const { holds, fails, cannot, unasked } = checker(name);
  if (archive === null) return [unasked("inputs", "give --feeds DIR to compare the deliveries")];
  const { files } = standing.manifest.inputs;
  const changed: string[] = [];
  const absent: string[] = [];
  for (const file of files) {
    const sought = await archive.find(file);
    if (sought.found !== null) continue;
    const isChanged = sought.now !== null && !later.has(keyOf(file.path, sought.now));
    (isChanged ? changed : absent).push(file.path);
  }
  const told = [
    ...(changed.length > 0 ? [fails("inputs", `changed since: ${listed(changed)}`)] : []),
    ...(absent.length > 0
      ? [cannot("inputs", `${counted(absent.length, "delivery", "deliveries")} not here: ${listed(absent)}`)]
      : []),
  ];
  return told.length > 0
    ? told
    : [
        holds(
          "inputs",
          `${counted(files.length, "delivery", "deliveries")}, ${bytesOf(files)} bytes, each with its digest`,
        ),
      ];
}

function bytesOf(files: readonly ManifestInput[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
