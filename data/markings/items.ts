import { type Context, codesOf, listOf, mark } from "./draft.js";
import { aeaFeature, sciFeature } from "./features.js";
import type { AeaMarking } from "./model.js";
import { nearestControl, type Piece, split, words } from "./scan.js";

/** The order in which categories stand in a line (DoDM 5200.01-V2 Encl. 4; standards grammar `category`). */
export const STAGE = { nato: 0, sci: 1, sap: 2, aea: 3, fgi: 4, dissem: 5, other: 6 } as const;
export type Stage = keyof typeof STAGE;

const REL = ["REL TO ", "RELEASABLE TO ", "AUTHORIZED FOR RELEASE TO ", "REL "] as const;
const DISPLAY = ["DISPLAY ONLY ", "AUTHORIZED FOR DISPLAY BUT NOT RELEASE TO "] as const;
const SAR = ["SAR-", "SPECIAL ACCESS REQUIRED-"] as const;
const FGI = ["FOREIGN GOVERNMENT INFORMATION", "FGI"] as const;
const AEA: readonly (readonly [string, AeaMarking["type"]])[] = [
  ["DOD UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION", "DCNI"],
  ["DOE UNCLASSIFIED CONTROLLED NUCLEAR INFORMATION", "UCNI"],
  ["TRANSCLASSIFIED FOREIGN NUCLEAR INFORMATION", "TFNI"],
  ["FORMERLY RESTRICTED DATA", "FRD"],
  ["RESTRICTED DATA", "RD"],
  ["DCNI", "DCNI"],
  ["UCNI", "UCNI"],
  ["TFNI", "TFNI"],
  ["FRD", "FRD"],
  ["RD", "RD"],
];

/** What a list's prefix leaves, or null where none fits. */
function after(piece: Piece, prefixes: readonly string[]): Piece | null {
  const prefix = prefixes.find((known) => piece.text.startsWith(known));
  return prefix === undefined ? null : { text: piece.text.slice(prefix.length), at: piece.at + prefix.length };
}

/** A release list; a second one of the same kind is a syntax finding, since which of the two holds cannot be said. */
export function readList(context: Context, kind: "rel" | "display" | "eyes", whole: Piece, codes: string[]): void {
  const feature = { rel: "REL TO", display: "DISPLAY ONLY", eyes: "EYES ONLY" }[kind];
  if (context.draft[kind] !== null) {
    context.notes.syntax("list-twice", whole, `${feature} stands twice`, "write one list");
    return;
  }
  context.draft[kind] = codes;
  mark(context, feature, whole);
}

function readAea(context: Context, item: Piece, type: AeaMarking["type"], tail: Piece): void {
  let is_cnwdi = false;
  const sigmas: number[] = [];
  for (const part of tail.text === "" ? [] : split({ text: tail.text.slice(1), at: tail.at + 1 }, "-")) {
    const [first, ...rest] = words(part);
    if (part.text === "N" || part.text === "CNWDI") is_cnwdi = true;
    else if (first !== undefined && (first.text === "SIGMA" || first.text === "SG") && sigmas.length === 0) {
      for (const word of rest) {
        if (/^\d{1,9}$/.test(word.text)) sigmas.push(Number(word.text));
        else context.notes.unknown(word, "SIGMA number", null);
      }
    } else if (/^\d{1,2}$/.test(part.text)) sigmas.push(Number(part.text));
    else context.notes.unknown(part, "part of an atomic marking", null);
  }
  context.draft.aea.push({ type, is_cnwdi, sigmas });
  for (const feature of aeaFeature({ type, is_cnwdi, sigmas })) mark(context, feature, item);
}

function readSci(context: Context, item: Piece): void {
  const [system, ...rest] = split(item, "-");
  if (system === undefined) return;
  const compartments = rest.map((part) => {
    const [name, ...subs] = words(part);
    if (name === undefined) context.notes.syntax("compartment-empty", item, "a compartment is empty", "name it");
    return { name: name?.text ?? "", subs: subs.map((sub) => sub.text) };
  });
  const entry = { system: system.text, compartments };
  context.draft.sci.push(entry);
  for (const feature of sciFeature(context.policy, entry)) mark(context, feature, item);
  if (context.policy.controls.get(system.text)?.category !== "sci") {
    context.notes.unknown(system, "control system", nearestControl(context.policy, system.text));
  }
}

/** What follows `SAR-…` or `ACCM-…` in its block is a further name until a known control comes. */
export type Open = "sap" | "accm" | null;

/** Reads one item of a category block; tells the category it belongs to (null: none) and what stays open after it. */
export function readItem(
  context: Context,
  item: Piece,
  open: Open,
  stage: number,
): { stage: Stage | null; open: Open } {
  const { policy, draft, notes } = context;
  const control = policy.controls.get(item.text);
  if (control !== undefined && control.category !== "sci") {
    mark(context, control.id, item);
    switch (control.category) {
      case "nato":
        draft.nato.push(control.id);
        return { stage: "nato", open: null };
      case "dissem":
        draft.controls.push(control.id);
        return { stage: "dissem", open: null };
      case "other":
        draft.other.push(control.id);
        return { stage: "other", open: null };
      case "handling":
        draft.handling.push(control.id);
        return { stage: null, open: null };
      case "descriptor":
        draft.descriptors.push(control.id);
        return { stage: null, open: null };
    }
  }
  const rel = after(item, REL);
  if (rel !== null) {
    readList(context, "rel", item, listOf(context, rel));
    return { stage: "dissem", open: null };
  }
  const display = after(item, DISPLAY);
  if (display !== null) {
    readList(context, "display", item, listOf(context, display));
    return { stage: "dissem", open: null };
  }
  if (["REL TO", "REL", "RELEASABLE TO", "DISPLAY ONLY", "EYES ONLY"].includes(item.text)) {
    notes.syntax("list-missing", item, "says for whom only with a list", "name the nations");
    return { stage: "dissem", open: null };
  }
  if (item.text.endsWith(" EYES ONLY")) {
    readList(context, "eyes", item, listOf(context, { text: item.text.slice(0, -" EYES ONLY".length), at: item.at }));
    return { stage: "dissem", open: null };
  }
  if (item.text.startsWith("ACCM-")) {
    draft.accm.push(item.text.slice("ACCM-".length));
    mark(context, "ACCM", item);
    return { stage: "other", open: "accm" };
  }
  const program = after(item, SAR);
  if (program !== null || item.text === "HVSACO") {
    draft.sap ??= { is_multiple: false, is_hvsaco: false, programs: [] };
    mark(context, "SAP", item);
    if (program === null) draft.sap.is_hvsaco = true;
    else if (program.text === "MULTIPLE PROGRAMS") draft.sap.is_multiple = true;
    else if (program.text === "") notes.syntax("program-missing", item, "names no programme", "name it");
    else draft.sap.programs.push(program.text);
    return { stage: "sap", open: program === null ? null : "sap" };
  }
  for (const [word, type] of AEA) {
    if (item.text === word || item.text.startsWith(`${word}-`)) {
      readAea(context, item, type, { text: item.text.slice(word.length), at: item.at + word.length });
      return { stage: "aea", open: null };
    }
  }
  for (const word of FGI) {
    if (item.text === word || item.text.startsWith(`${word} `)) {
      const codes = codesOf(context, words({ text: item.text.slice(word.length), at: item.at + word.length }));
      draft.fgi = { codes: [...(draft.fgi?.codes ?? []), ...codes] };
      mark(context, "FGI", item);
      return { stage: "fgi", open: null };
    }
  }
  if (open === "sap" && draft.sap !== null) {
    draft.sap.programs.push(item.text);
    return { stage: "sap", open };
  }
  if (open === "accm") {
    draft.accm.push(item.text);
    return { stage: "other", open };
  }
  const near = item.text.length >= 5 ? nearestControl(policy, item.text) : null;
  const system = item.text.split("-", 1)[0] ?? "";
  const is_known_system = policy.controls.get(system.trim())?.category === "sci";
  if (is_known_system || (near === null && stage <= STAGE.sci && /^[A-Z0-9][A-Z0-9 -]*$/.test(item.text))) {
    readSci(context, item);
    return { stage: "sci", open: null };
  }
  notes.unknown(item, "control", near ?? nearestControl(policy, item.text));
  return { stage: null, open: null };
}
