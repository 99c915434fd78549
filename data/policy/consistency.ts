import { type PolicyPack, RELEASE_CLAUSES } from "./schema.js";

interface Duty {
  readonly id: string;
  readonly valid_from?: string | undefined;
  readonly valid_to?: string | undefined;
}

/** Features that no control id names (markings/features.ts makes them). */
const FEATURES = [
  ..."FORM:home FORM:fgi FORM:joint FORM:national JOINT:home NATO COSMIC SAP ACCM FGI FGI:open FGI:protected".split(
    " ",
  ),
  ..."SCI SCI:other SCI:SI-G RD FRD TFNI DCNI UCNI CNWDI SIGMA".split(" "),
  "REL TO",
  "DISPLAY ONLY",
  "EYES ONLY",
];

/** The first of the strings that occurs twice, or null. */
function twice(names: readonly string[]): string | null {
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

/** Ids that two entries carry with a day in common; both days of a period belong to it. */
function metTwice(entries: readonly Duty[]): string[] {
  const meets = (one: Duty, other: Duty) =>
    one.id === other.id &&
    (one.valid_from ?? "") <= (other.valid_to ?? "9999") &&
    (other.valid_from ?? "") <= (one.valid_to ?? "9999");
  return entries.flatMap((entry, index) =>
    entries.slice(index + 1).some((other) => meets(entry, other)) ? [entry.id] : [],
  );
}

/**
 * What is wrong with a pack that fits its shape: a clause of the release decision left out, a rule about a feature that
 * cannot occur (it would never fire), a token that means two things. Empty: nothing.
 */
export function problemsOf(pack: PolicyPack): string[] {
  const problems: string[] = [];
  const clauses = new Set(pack.release_clauses.map(({ id }) => id));
  for (const id of RELEASE_CLAUSES) if (!clauses.has(id)) problems.push(`release_clauses: ${id} is missing`);
  const sci = pack.controls
    .filter(({ category }) => category === "sci")
    .flatMap(({ id }) => [`SCI:${id}`, `SCI:${id}-`]);
  const known = new Set([...FEATURES, ...sci, ...pack.controls.map(({ id }) => id)]);
  for (const rule of pack.rules) {
    if (rule.kind === "check") continue;
    const named = [
      ...rule.features,
      ...(rule.kind === "needs" ? rule.any_of : rule.kind === "excludes" ? rule.with : []),
    ];
    for (const name of named) if (!known.has(name)) problems.push(`rules: ${rule.id}: no such feature: ${name}`);
  }
  for (const control of pack.controls) {
    if (control.release === "own_nation" && control.nation === undefined) {
      problems.push(`controls: ${control.id}: says own_nation and names none`);
    }
  }
  const tokens = pack.controls.flatMap(({ id, portion, aliases }) => [
    id,
    ...aliases,
    ...(portion === undefined ? [] : [portion]),
  ]);
  const token = twice(tokens);
  if (token !== null) problems.push(`controls: ${token} means two things`);
  const words = pack.level_words.flatMap(({ word, portion, system }) =>
    [word, ...(portion === undefined ? [] : [portion])].map((form) => `${form} (${system})`),
  );
  const word = twice(words);
  if (word !== null) problems.push(`level_words: ${word} means two things`);
  const group = pack.tetragraphs.find(({ id }) => Object.hasOwn(pack.nations.codes, id));
  if (group !== undefined) problems.push(`tetragraphs: ${group.id} is a nation too`);
  for (const [section, entries] of Object.entries(pack.duties)) {
    for (const { id, valid_from, valid_to } of entries)
      if ((valid_from ?? "") > (valid_to ?? "9999")) problems.push(`duties.${section}: ${id} ends before it begins`);
    for (const id of metTwice(entries)) problems.push(`duties.${section}: ${id} is declared twice for one day`);
  }
  return problems;
}
