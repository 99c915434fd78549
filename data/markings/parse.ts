import type { Policy } from "../policy/policy.js";
import { type Context, codesOf, emptyDraft, mark } from "./draft.js";
import { foreignHead, type Head, homeHead, isUkLine } from "./head.js";
import { type Open, readItem, readList, STAGE } from "./items.js";
import type { Reading } from "./model.js";
import { Notes, type Piece, split, trimmed } from "./scan.js";

/**
 * Longest line read, in UTF-16 units. A line that lists all 305 codes of IC ISM V10 has about 1,600; a longer one than this
 * is said to be unreadable rather than read in part.
 */
export const MARKING_LENGTH_MAX = 4096;

/** Letters met in French level words, to those under which the pack carries them. */
const ACCENTS: Readonly<Record<string, string>> = { À: "A", à: "A", Ç: "C", ç: "C", È: "E", è: "E", É: "E", é: "E" };

/**
 * Upper case, one letter for one letter, so that offsets stay those of the line as written. Only a–z and the accents above:
 * full Unicode folding would turn look-alikes (dotless i, long s) into letters of a real token.
 */
function folded(text: string): string {
  return text.replace(/[a-zÀàÇçÈèÉé]/g, (letter) => ACCENTS[letter] ?? letter.toUpperCase());
}

/** Reads the items of one block. Lists of eyes may hold slashes: `CAN/GBR/USA EYES ONLY` is one list. */
function readBlock(context: Context, block: Piece, stage: number): number {
  const items = split(block, "/");
  const last = items.at(-1);
  if (
    items.length > 1 &&
    last?.text.endsWith(" EYES ONLY") &&
    items.slice(0, -1).every(({ text }) => /^[A-Z0-9]{2,4}$/.test(text))
  ) {
    const named = items.map(({ text, at }) => ({ text: text.replace(/ EYES ONLY$/, ""), at }));
    readList(context, "eyes", block, codesOf(context, named));
    return STAGE.dissem;
  }
  let reached = stage;
  let open: Open = null;
  for (const item of items) {
    if (item.text === "") {
      context.notes.form("empty-item", item, "a separator with nothing after it", "remove the separator");
      continue;
    }
    const read = readItem(context, item, open, reached);
    open = read.open;
    if (read.stage === null) continue;
    if (STAGE[read.stage] < reached) {
      context.notes.form(
        "category-order",
        item,
        `a ${read.stage} marking stands after a later category`,
        "order the categories",
      );
    }
    reached = Math.max(reached, STAGE[read.stage]);
  }
  return reached;
}

/** UK groups stand between ` - `: handling, descriptors, code words, national caveats. */
function readUkGroup(context: Context, group: Piece): void {
  if (group.text.endsWith(" USE ONLY") && !context.policy.controls.has(group.text)) {
    context.draft.use_only.push(group.text.slice(0, -" USE ONLY".length));
    mark(context, "USE ONLY", group);
  } else readBlock(context, group, STAGE.dissem);
}

function readLine(context: Context, line: Piece): Head | null {
  if (isUkLine(context, line)) {
    const [first, ...groups] = split(line, " - ");
    const head = first === undefined ? null : homeHead(context, first);
    if (head === null) return null;
    if (head.rest !== null) readUkGroup(context, head.rest);
    for (const group of groups) readUkGroup(context, group);
    const form = head.form === "home" ? ("national" as const) : head.form;
    return { ...head, form, owners: head.form === "home" ? ["GBR"] : head.owners };
  }
  const [first, ...others] = split(line, "//");
  if (first === undefined) return null;
  const second = others[0];
  const isForeign = first.text === "" && second !== undefined;
  const head = isForeign ? foreignHead(context, second) : homeHead(context, first);
  if (head === null) return null;
  let stage = 0;
  if (head.rest !== null) {
    if (head.word.system === "common" && head.form === "home") {
      context.notes.form("separator", head.rest, "controls are set apart from the level", 'write "//" before them');
    }
    stage = readBlock(context, head.rest, stage);
  }
  for (const block of isForeign ? others.slice(1) : others) stage = readBlock(context, block, stage);
  return head;
}

/**
 * Reads a banner or portion line: US, FGI, JOINT and NATO forms, the home-neutral one, New Zealand, Australian, UK, French,
 * German and EU words. Never throws; time is linear in the line. Long and short tokens are both read, with or without the
 * parentheses of a portion.
 *
 * home     the nation whose own line it is where it says nothing else (its code stands first in REL TO)
 * returns  the marking, or null where not even the level can be read, with everything there is to say about the line;
 *          rules of the standards are judged by `validateMarking`
 * source   DoDM 5200.01-V2 Encl. 4; IC ISM V10; the grammar of each national form as cited in the policy pack
 */
export function parseMarking(text: string, policy: Policy, home: string): Reading {
  const notes = new Notes();
  const context: Context = { policy, home, notes, draft: emptyDraft(), spans: new Map() };
  const nothing = (): Reading => ({
    text,
    marking: null,
    findings: notes.findings,
    is_readable: false,
    spans: context.spans,
  });
  if (text.length > MARKING_LENGTH_MAX) {
    notes.syntax(
      "too-long",
      { text: text.slice(0, 40), at: 0 },
      `longer than ${MARKING_LENGTH_MAX} characters`,
      "shorten the line",
    );
    return nothing();
  }
  const upper = folded(text);
  let line = trimmed(upper, 0);
  if (line.text.startsWith("(") && line.text.endsWith(")")) line = trimmed(line.text.slice(1, -1), line.at + 1);
  if (line.text === "") {
    notes.syntax("empty", line, "there is no marking", "mark the item");
    return nothing();
  }
  const strange = /[^\x20-\x7e]/.exec(line.text);
  if (strange !== null) {
    const piece = { text: strange[0], at: line.at + strange.index };
    notes.syntax(
      "character",
      piece,
      "a character that no marking has (control, bidirectional or foreign)",
      "remove it",
    );
    return nothing();
  }
  const head = readLine(context, line);
  if (head === null) return nothing();
  if (head.word.system === "common" && /[a-z]/.test(text)) {
    notes.form("case", trimmed(text.slice(0, 40), 0), "markings are written in capitals", "write capitals");
  }
  const { form, word, owners, authority } = head;
  return {
    text,
    marking: { form, level: word.level, level_word: word.id, owners, authority, ...context.draft },
    findings: notes.findings,
    is_readable: notes.findings.every((finding) => finding.kind === "form"),
    spans: context.spans,
  };
}
