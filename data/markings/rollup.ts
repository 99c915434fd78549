import { levelRank, membersOn } from "../policy/policy.js";
import { SAP_NAMED_MAX } from "./checks.js";
import { type AeaMarking, BARE, type Marking, type SciItem } from "./model.js";
import { listOrder } from "./order.js";
import type { MarkingSetting } from "./validate.js";

const unique = (tokens: readonly string[]): string[] => [...new Set(tokens)];

function mergedSci(portions: readonly Marking[]): SciItem[] {
  const systems = new Map<string, Map<string, Set<string>>>();
  for (const { system, compartments } of portions.flatMap((portion) => portion.sci)) {
    const known = systems.get(system) ?? new Map<string, Set<string>>();
    systems.set(system, known);
    for (const { name, subs } of compartments) {
      const held = known.get(name) ?? new Set<string>();
      known.set(name, held);
      for (const sub of subs) held.add(sub);
    }
  }
  return [...systems].map(([system, known]) => ({
    system,
    compartments: [...known].map(([name, subs]) => ({ name, subs: [...subs] })),
  }));
}

function mergedAea(portions: readonly Marking[], isUnclassified: boolean): AeaMarking[] {
  const types = new Map<AeaMarking["type"], { is_cnwdi: boolean; sigmas: Set<number> }>();
  for (const { type, is_cnwdi, sigmas } of portions.flatMap((portion) => portion.aea)) {
    if ((type === "DCNI" || type === "UCNI") && !isUnclassified) continue;
    const held = types.get(type) ?? { is_cnwdi: false, sigmas: new Set<number>() };
    types.set(type, { is_cnwdi: held.is_cnwdi || is_cnwdi, sigmas: new Set([...held.sigmas, ...sigmas]) });
  }
  return [...types].map(([type, { is_cnwdi, sigmas }]) => ({
    type,
    is_cnwdi,
    sigmas: [...sigmas].toSorted((a, b) => a - b),
  }));
}

/**
 * Nations that every list allows on the day, groups expanded. A group whose members are not known stays as itself, and so
 * survives only where every list names it: unresolved, never empty.
 */
export function intersection(lists: readonly (readonly string[])[], { policy, day }: MarkingSetting): string[] {
  const sets = lists.map((list) => new Set(list.flatMap((code) => membersOn(policy, code, day) ?? [code])));
  const [first, ...others] = sets;
  return listOrder([...(first ?? [])].filter((code) => others.every((set) => set.has(code))));
}

/** The release list of the whole: only if every classified portion is REL and no other forbids it (ISM-ID-00088). */
function mergedRel(portions: readonly Marking[], setting: MarkingSetting): string[] | null {
  const classified = portions.filter(({ level }) => level !== "UNCLASSIFIED");
  if (classified.length === 0 || classified.some(({ rel }) => rel === null)) return null;
  const forbids = (portion: Marking) =>
    portion.display !== null || portion.controls.includes("NOFORN") || portion.controls.includes("RELIDO");
  if (portions.some(forbids)) return null;
  const codes = intersection(
    portions.flatMap(({ rel }) => (rel === null ? [] : [rel])),
    setting,
  );
  return codes.some((code) => code !== setting.home) ? listOrder(codes, setting.home) : null;
}

function mergedOther(portions: readonly Marking[], isUnclassified: boolean): { other: string[]; needsNoforn: boolean } {
  const held = new Set(portions.flatMap(({ other }) => other));
  const has = (id: string) => held.has(id);
  const noforn = !isUnclassified && (has("SBU NOFORN") || has("LES NOFORN"));
  if (has("NODIS")) held.delete("EXDIS");
  if (has("SBU NOFORN")) held.delete("SBU");
  if (!isUnclassified && has("LES NOFORN")) held.add("LES").delete("LES NOFORN");
  if (has("LES NOFORN")) held.delete("LES");
  if (!isUnclassified) for (const id of ["SBU", "SBU NOFORN"]) held.delete(id);
  return { other: [...held], needsNoforn: noforn };
}

function mergedControls(portions: readonly Marking[], isUnclassified: boolean, isDecided: boolean): string[] {
  const classified = portions.filter(({ level }) => level !== "UNCLASSIFIED");
  const all = unique(portions.flatMap(({ controls }) => controls));
  const relido =
    classified.length > 0 &&
    classified.every(({ controls }) => controls.includes("RELIDO")) &&
    portions.every(
      (p) => p.level !== "UNCLASSIFIED" || (p.rel === null && p.display === null) || p.controls.includes("RELIDO"),
    );
  const other = new Set(portions.flatMap((portion) => portion.other));
  const hidesFouo = ["SBU", "SBU NOFORN", "LES", "LES NOFORN"].some((id) => other.has(id));
  return all.filter((id) => {
    if (id === "RELIDO") return relido && !all.includes("NOFORN") && !isDecided;
    if (id === "FOUO") return isUnclassified && !hidesFouo;
    return true;
  });
}

/**
 * The banner that a set of portions asks for; null for no portions.
 *
 * Highest level; controls stick from any portion; foreign sources are carried up (concealed if any is concealed); REL TO
 * only where every classified portion is REL, the lists intersected after groups are expanded on the day; RELIDO only where
 * all classified portions have it; SBU-NF and LES-NF become NOFORN in a classified document. A document of several owners'
 * portions is the home nation's, with their codes as FGI.
 *
 * source  IC ISM V10, ISM-ID-00056 to 00090, 00104, 00105, 00132, 00145 to 00149, 00165, 00298
 */
export function rollUp(portions: readonly Marking[], setting: MarkingSetting): Marking | null {
  const [first] = portions;
  if (first === undefined) return null;
  const top = portions.reduce((held, next) => (levelRank(next.level) > levelRank(held.level) ? next : held));
  const isUnclassified = top.level === "UNCLASSIFIED";
  const owner = first.owners.join(" ");
  const isOneOwner = portions.every(
    (portion) =>
      portion.form === first.form && portion.authority === first.authority && portion.owners.join(" ") === owner,
  );
  const { other, needsNoforn } = mergedOther(portions, isUnclassified);
  const rel = needsNoforn ? null : mergedRel(portions, setting);
  const controls = mergedControls(portions, isUnclassified, rel !== null || needsNoforn);
  if (needsNoforn && !controls.includes("NOFORN")) controls.push("NOFORN");
  const displays = portions.map(({ rel: may, display }) => (display === null ? may : [...(may ?? []), ...display]));
  const classifiedShown = displays.filter((_, index) => portions[index]?.level !== "UNCLASSIFIED");
  const shown =
    rel === null && !controls.includes("NOFORN") && classifiedShown.every((list) => list !== null)
      ? intersection(
          classifiedShown.flatMap((list) => (list === null ? [] : [list])),
          setting,
        ).filter((code) => code !== setting.home)
      : [];
  const eyes = portions.flatMap((portion) => (portion.eyes === null ? [] : [portion.eyes]));
  const foreign = isOneOwner ? [] : portions.filter(({ form }) => form !== "home");
  const sources = unique([
    ...portions.flatMap(({ fgi }) => fgi?.codes ?? []),
    ...foreign.flatMap(({ owners }) => owners),
  ]).filter((code) => code !== setting.home);
  const isConcealed =
    portions.some(({ fgi }) => fgi !== null && fgi.codes.length === 0) ||
    foreign.some(({ owners }) => owners.length === 0);
  const programs = unique(portions.flatMap(({ sap }) => sap?.programs ?? []));
  const hasSap = portions.some(({ sap }) => sap !== null);
  return {
    ...BARE,
    form: isOneOwner ? first.form : "home",
    level: top.level,
    level_word: isOneOwner ? top.level_word : top.level.toLowerCase().replaceAll(" ", "-"),
    owners: isOneOwner ? first.owners : [setting.home],
    authority: isOneOwner ? first.authority : null,
    nato: isOneOwner ? unique(portions.flatMap(({ nato }) => nato)) : [],
    sci: mergedSci(portions),
    sap: hasSap
      ? {
          is_multiple: programs.length > SAP_NAMED_MAX || portions.some(({ sap }) => sap?.is_multiple === true),
          is_hvsaco: portions.some(({ sap }) => sap?.is_hvsaco === true),
          programs,
        }
      : null,
    aea: mergedAea(portions, isUnclassified),
    fgi: isConcealed ? { codes: [] } : sources.length > 0 ? { codes: listOrder(sources) } : null,
    controls,
    other,
    accm: unique(portions.flatMap(({ accm }) => accm)),
    rel,
    display: shown.length > 0 ? listOrder(shown) : null,
    eyes: eyes.length > 0 ? intersection(eyes, setting) : null,
    handling: unique(portions.flatMap(({ handling }) => handling)),
    descriptors: unique(portions.flatMap(({ descriptors }) => descriptors)),
    use_only: unique(portions.flatMap(({ use_only }) => use_only)),
  };
}
