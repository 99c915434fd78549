import { levelRank, membersOn, type Policy } from "../policy/policy.js";
import { featuresOf } from "./features.js";
import type { Marking } from "./model.js";
import { rollUp } from "./rollup.js";
import type { MarkingSetting } from "./validate.js";

/** Where a banner and the roll-up of its portions part: `under` protects too little, `over` too much. */
export interface RollUpDifference {
  readonly direction: "under" | "over";
  readonly rule: string;
  readonly what: string;
  readonly banner: string;
  readonly portions: string;
}

/** Controls that stick to the banner from any portion, each with its rule in IC ISM V10. */
const STICKY: Readonly<Record<string, string>> = {
  "SCI:SI": "ISM-ID-00060",
  "SCI:SI-G": "ISM-ID-00061",
  "SCI:TK": "ISM-ID-00062",
  "SCI:HCS": "ISM-ID-00063",
  FOUO: "ISM-ID-00066",
  ORCON: "ISM-ID-00067",
  IMCON: "ISM-ID-00068",
  NOFORN: "ISM-ID-00070",
  PROPIN: "ISM-ID-00071",
  RD: "ISM-ID-00072",
  CNWDI: "ISM-ID-00073",
  FRD: "ISM-ID-00075",
  DCNI: "ISM-ID-00078",
  UCNI: "ISM-ID-00079",
  "DEA SENSITIVE": "ISM-ID-00080",
  FISA: "ISM-ID-00081",
  LIMDIS: "ISM-ID-00084",
  EXDIS: "ISM-ID-00085",
  NODIS: "ISM-ID-00086",
  "SBU NOFORN": "ISM-ID-00104",
  SBU: "ISM-ID-00105",
  LES: "ISM-ID-00145",
  "LES NOFORN": "ISM-ID-00149",
  RSEN: "ISM-ID-00165",
  TFNI: "ISM-ID-00298",
};

/** Controls that a banner carries only if a portion does, unless it was classified by compilation. */
const NEEDS_PORTION: Readonly<Record<string, string>> = {
  "SCI:SI": "ISM-ID-00111",
  "SCI:SI-G": "ISM-ID-00112",
  "SCI:TK": "ISM-ID-00113",
  "SCI:HCS": "ISM-ID-00116",
  FOUO: "ISM-ID-00154",
  FRD: "ISM-ID-00228",
  RD: "ISM-ID-00229",
};

const UNDER_LEVEL: Readonly<Record<string, string>> = {
  UNCLASSIFIED: "ISM-ID-00056",
  CONFIDENTIAL: "ISM-ID-00058",
  SECRET: "ISM-ID-00059",
};
const OVER_LEVEL: Readonly<Record<string, string>> = {
  "TOP SECRET": "ISM-ID-00108",
  SECRET: "ISM-ID-00109",
  CONFIDENTIAL: "ISM-ID-00110",
};

/** The SIGMA numbers of a marking as `RD 14`, sorted. */
function sigmasOf(marking: Marking): string[] {
  return marking.aea.flatMap(({ type, sigmas }) => sigmas.map((sigma) => `${type} ${sigma}`)).toSorted();
}

/** The nations of a release list on a day; null where a group on it has members that are not known. */
function nationsOf(list: readonly string[], policy: Policy, day: string): ReadonlySet<string> | null {
  const members = list.map((code) => membersOn(policy, code, day));
  return members.includes(null) ? null : new Set(members.flatMap((nations) => nations ?? []));
}

function lists(
  banner: Marking,
  expected: Marking,
  portions: readonly Marking[],
  { policy, day }: MarkingSetting,
): RollUpDifference[] {
  const found: RollUpDifference[] = [];
  const shown = (list: readonly string[] | null) => list?.join(", ") ?? "none";
  const add = (
    direction: "under" | "over",
    rule: string,
    what: string,
    is: readonly string[] | null,
    ought: readonly string[] | null,
  ) => found.push({ direction, rule, what, banner: shown(is), portions: shown(ought) });
  if (banner.rel !== null && expected.rel === null) add("under", "ISM-ID-00088", "REL TO", banner.rel, null);
  if (banner.rel !== null && expected.rel !== null) {
    const allowed = nationsOf(expected.rel, policy, day);
    const named = nationsOf(banner.rel, policy, day);
    if (allowed !== null && named !== null) {
      if ([...named].some((code) => !allowed.has(code)))
        add("under", "ISM-ID-00088", "REL TO", banner.rel, expected.rel);
      if ([...allowed].some((code) => !named.has(code)))
        add("over", "release-narrowed", "REL TO", banner.rel, expected.rel);
    }
  }
  if (banner.rel === null && expected.rel !== null && !banner.controls.includes("RELIDO")) {
    add("over", "release-not-carried", "REL TO", null, expected.rel);
  }
  if (banner.eyes !== null && portions.some(({ rel }) => rel !== null)) {
    add("under", "ISM-ID-00090", "EYES ONLY", banner.eyes, null);
  }
  if (banner.controls.includes("RELIDO") && !expected.controls.includes("RELIDO")) {
    add("under", "ISM-ID-00132", "RELIDO", ["RELIDO"], null);
  }
  if (expected.fgi !== null && banner.fgi === null) {
    const isConcealed = expected.fgi.codes.length === 0;
    add("under", isConcealed ? "ISM-ID-00065" : "ISM-ID-00064", "FGI", null, ["FGI", ...expected.fgi.codes]);
  }
  return found;
}

/**
 * How a banner differs from what its portions ask for, in both directions; [] where they agree or there are no portions.
 *
 * is_compilation  the document says that it is classified by compilation: the `over` rules do not apply
 * source          IC ISM V10, ISM-ID-00056 to 00149, 00154, 00165, 00228 to 00231, 00298
 */
export function compareRollUp(
  banner: Marking,
  portions: readonly Marking[],
  setting: MarkingSetting,
  { is_compilation = false }: { readonly is_compilation?: boolean } = {},
): RollUpDifference[] {
  const expected = rollUp(portions, setting);
  if (expected === null) return [];
  const { policy, home } = setting;
  const found: RollUpDifference[] = [];
  const gap = levelRank(banner.level) - levelRank(expected.level);
  const level = { what: "level", banner: banner.level, portions: expected.level };
  if (gap < 0) found.push({ direction: "under", rule: UNDER_LEVEL[banner.level] ?? "level-below-portions", ...level });
  if (gap > 0 && !is_compilation) {
    found.push({ direction: "over", rule: OVER_LEVEL[banner.level] ?? "level-above-portions", ...level });
  }
  const has = featuresOf(banner, policy, home);
  const ought = featuresOf(expected, policy, home);
  const held = new Set(portions.flatMap((portion) => [...featuresOf(portion, policy, home)]));
  for (const [feature, rule] of Object.entries(STICKY)) {
    if (ought.has(feature) && !has.has(feature)) {
      found.push({ direction: "under", rule, what: feature, banner: "none", portions: feature });
    }
  }
  if (!is_compilation) {
    for (const [feature, rule] of Object.entries(NEEDS_PORTION)) {
      if (has.has(feature) && !held.has(feature)) {
        found.push({ direction: "over", rule, what: feature, banner: feature, portions: "none" });
      }
    }
  }
  const [written, due] = [sigmasOf(banner), sigmasOf(expected)];
  const pair = { what: "SIGMA", banner: written.join(", ") || "none", portions: due.join(", ") || "none" };
  if (due.some((sigma) => !written.includes(sigma))) found.push({ direction: "under", rule: "ISM-ID-00074", ...pair });
  if (written.some((sigma) => !due.includes(sigma))) found.push({ direction: "over", rule: "ISM-ID-00231", ...pair });
  return [...found, ...lists(banner, expected, portions, setting)];
}
