import type { Policy } from "../policy/policy.js";
import type { LevelWord } from "../policy/schema.js";
import type { AeaMarking, Marking } from "./model.js";
import { listOrder } from "./order.js";

/** banner: long forms; portion: short forms, without the parentheses. */
export type LineKind = "banner" | "portion";

const AEA_LONG: Readonly<Record<AeaMarking["type"], string>> = {
  RD: "RD",
  FRD: "FRD",
  TFNI: "TFNI",
  DCNI: "DOD UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION",
  UCNI: "DOE UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION",
};

/** Long and short forms of listed controls, in the order of the pack. */
function controlsIn(ids: readonly string[], policy: Policy, kind: LineKind): { place: number; text: string }[] {
  return ids
    .map((id) => {
      const control = policy.controls.get(id);
      const text = kind === "portion" ? (control?.portion ?? id) : id;
      return { place: control?.order ?? Number.MAX_SAFE_INTEGER, text };
    })
    .toSorted((a, b) => a.place - b.place);
}

/** Places of the three lists among the dissemination controls (IC ISM V10 CVEnumISMDissem). */
const PLACE = { rel: 7, eyes: 9, display: 12 } as const;

function dissemBlock(marking: Marking, policy: Policy, home: string, kind: LineKind): string {
  const parts = controlsIn(marking.controls, policy, kind);
  const list = (codes: readonly string[], first?: string) => listOrder(codes, first).join(", ");
  if (marking.rel !== null) parts.push({ place: PLACE.rel, text: `REL TO ${list(marking.rel, home)}` });
  if (marking.eyes !== null) parts.push({ place: PLACE.eyes, text: `${list(marking.eyes)} EYES ONLY` });
  if (marking.display !== null) parts.push({ place: PLACE.display, text: `DISPLAY ONLY ${list(marking.display)}` });
  return parts
    .toSorted((a, b) => a.place - b.place)
    .map(({ text }) => text)
    .join("/");
}

function aeaText({ type, is_cnwdi, sigmas }: AeaMarking, kind: LineKind): string {
  const sigma = sigmas.length === 0 ? "" : `-${kind === "banner" ? "SIGMA" : "SG"} ${sigmas.join(" ")}`;
  return `${kind === "banner" ? AEA_LONG[type] : type}${is_cnwdi ? "-N" : ""}${sigma}`;
}

/** The categories after the level, in their order (DoDM 5200.01-V2 Encl. 4); empty ones left out. */
function blocks(marking: Marking, policy: Policy, home: string, kind: LineKind): string[] {
  const sci = marking.sci
    .map((item) => ({
      place: policy.controls.get(item.system)?.order ?? Number.MAX_SAFE_INTEGER,
      text: [item.system, ...item.compartments.map(({ name, subs }) => [name, ...subs].join(" "))].join("-"),
    }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ text }) => text);
  const sap = marking.sap;
  const named = sap === null ? [] : sap.is_multiple ? ["MULTIPLE PROGRAMS"] : sap.programs;
  const other = controlsIn(marking.other, policy, kind).map(({ text }) => text);
  if (marking.accm.length > 0) other.push(`ACCM-${marking.accm.join("/")}`);
  return [
    controlsIn(marking.nato, policy, kind)
      .map(({ text }) => text)
      .join("/"),
    sci.join("/"),
    [...(sap?.is_hvsaco === true ? ["HVSACO"] : []), ...(named.length > 0 ? [`SAR-${named.join("/")}`] : [])].join("/"),
    marking.aea.map((item) => aeaText(item, kind)).join("/"),
    marking.fgi === null ? "" : ["FGI", ...listOrder(marking.fgi.codes)].join(" "),
    dissemBlock(marking, policy, home, kind),
    other.join("/"),
  ].filter((block) => block !== "");
}

function headOf(marking: Marking, word: LevelWord | undefined, kind: LineKind): string {
  const common = word?.system === "common";
  const level = (kind === "portion" ? word?.portion : undefined) ?? word?.word ?? marking.level;
  if (marking.form === "joint") return `//JOINT ${level} ${listOrder(marking.owners).join(" ")}`;
  if (marking.form === "fgi") return common ? `//${marking.authority ?? "FGI"} ${level}` : `//${level}`;
  return marking.form === "national" && marking.owners[0] === "GBR" && common ? `UK ${level}` : level;
}

/**
 * The canonical line of a marking: categories, controls and lists in their order, single separators. What it gives reads
 * back as the same marking, up to the order of lists.
 *
 * source  DoDM 5200.01-V2 Encl. 4; IC ISM V10 enumerations; UK groups stand between ` - `
 */
export function formatMarking(marking: Marking, policy: Policy, home: string, kind: LineKind = "banner"): string {
  const word = policy.pack.level_words.find((entry) => entry.id === marking.level_word);
  const head = headOf(marking, word, kind);
  const rest = blocks(marking, policy, home, kind);
  const handling = controlsIn(marking.handling, policy, kind).map(({ text }) => text);
  const descriptors = controlsIn(marking.descriptors, policy, kind).map(({ text }) => text);
  if (marking.form === "national" && marking.owners[0] === "GBR") {
    const only = marking.use_only.map((organisation) => `${organisation} USE ONLY`);
    return [head, ...handling, ...only, ...descriptors, ...rest].join(" - ");
  }
  const last = [...handling, ...descriptors].join("/");
  return [head, ...rest, ...(last === "" ? [] : [last])].join("//");
}
