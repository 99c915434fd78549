import { isListCode, isNation, levelWordOf } from "../policy/policy.js";
import type { LevelWord } from "../policy/schema.js";
import { type Context, codesOf, mark } from "./draft.js";
import type { Marking } from "./model.js";
import { type Piece, trimmed, words } from "./scan.js";

/** The opening of a line: whose it is, how high, and what of the first block is left to read. */
export interface Head {
  readonly form: Marking["form"];
  readonly word: LevelWord;
  readonly owners: readonly string[];
  readonly authority: string | null;
  readonly rest: Piece | null;
}

/** Words in the longest level word of a pack, and one: `TRES SECRET UE/EU TOP SECRET` has five. */
const LEVEL_WORDS_MAX = 6;

/** The longest level word that a piece begins with, and what follows it; null where it begins with none. */
function leadingLevel(
  context: Context,
  piece: Piece,
  system = context.home,
): { word: LevelWord; rest: Piece | null } | null {
  const found = words(piece).slice(0, LEVEL_WORDS_MAX);
  for (let count = found.length; count > 0; count -= 1) {
    const candidate = found.slice(0, count).map((word) => word.text);
    const word = levelWordOf(context.policy, candidate.join(" "), system);
    const last = found[count - 1];
    if (word === null || last === undefined) continue;
    const end = last.at + last.text.length;
    const rest = trimmed(piece.text.slice(end - piece.at), end);
    return { word, rest: rest.text === "" ? null : rest };
  }
  return null;
}

function noLevel(context: Context, piece: Piece): null {
  context.notes.syntax("level-missing", piece, "no known classification level stands here", "begin with the level");
  return null;
}

function whole(context: Context, piece: Piece): Head | null {
  const found = leadingLevel(context, piece);
  if (found === null) return noLevel(context, piece);
  const { word, rest } = found;
  const { system } = word;
  if (system === "NATO") {
    const authority = word.word.startsWith("COSMIC") ? "COSMIC" : "NATO";
    mark(context, authority, piece);
    return { form: "fgi", word, owners: ["NATO"], authority, rest };
  }
  if (system === "common" || system === context.home) {
    return { form: "home", word, owners: [context.home], authority: null, rest };
  }
  return { form: "national", word, owners: [system], authority: null, rest };
}

/** The first block of a line that does not open with `//`: home, national, or NATO in its own words. */
export function homeHead(context: Context, piece: Piece): Head | null {
  if (!piece.text.startsWith("UK ")) return whole(context, unqualified(context, piece));
  const found = leadingLevel(context, trimmed(piece.text.slice(3), piece.at + 3), "GBR");
  if (found === null) return noLevel(context, piece);
  return { form: "national", ...found, owners: ["GBR"], authority: null };
}

/** NATO short forms with their qualifier: `NS-A` is NATO SECRET//ATOMAL, `CTS-B` COSMIC TOP SECRET//BOHEMIA. */
const QUALIFIERS: Readonly<Record<string, string>> = { A: "ATOMAL", B: "BOHEMIA", BALK: "BALK" };

/** A NATO short form without its qualifier, which is taken down; any other piece as it is. */
function unqualified(context: Context, piece: Piece): Piece {
  const [short = "", qualifier, ...more] = piece.text.split("-");
  const token =
    more.length === 0 && qualifier !== undefined && Object.hasOwn(QUALIFIERS, qualifier)
      ? QUALIFIERS[qualifier]
      : undefined;
  if (token === undefined || levelWordOf(context.policy, short, "NATO")?.portion !== short) return piece;
  context.draft.nato.push(token);
  mark(context, token, piece);
  return { text: short, at: piece.at };
}

/** The block after an opening `//`: `JOINT level codes`, a NATO short form, or `authority level`. */
export function foreignHead(context: Context, block: Piece): Head | null {
  const piece = unqualified(context, block);
  if (piece.text === "JOINT" || piece.text.startsWith("JOINT ")) {
    const found = leadingLevel(context, trimmed(piece.text.slice(5), piece.at + 5));
    if (found === null) return noLevel(context, piece);
    const owners = found.rest === null ? [] : codesOf(context, words(found.rest));
    if (owners.length < 2) {
      context.notes.syntax("joint-owners", piece, "a joint marking names at least two owners", "name the owners");
    }
    mark(context, "FORM:joint", piece);
    if (owners.includes(context.home)) mark(context, "JOINT:home", piece);
    return { form: "joint", word: found.word, owners, authority: null, rest: null };
  }
  mark(context, "FORM:fgi", piece);
  const exact = levelWordOf(context.policy, piece.text, context.home);
  if (exact !== null && exact.system !== "common") {
    const head = whole(context, piece);
    return head === null ? null : { ...head, form: "fgi", authority: head.authority ?? exact.system };
  }
  const authority = words(piece)[0];
  if (authority === undefined) return noLevel(context, piece);
  const end = authority.at + authority.text.length;
  const found = leadingLevel(context, trimmed(piece.text.slice(end - piece.at), end));
  if (found === null) return noLevel(context, piece);
  const code = authority.text;
  if (code === "FGI") return { form: "fgi", word: found.word, owners: [], authority: code, rest: found.rest };
  if (code === "COSMIC" || code === "NATO") mark(context, code, piece);
  else if (!isNation(context.policy, code) && !isListCode(context.policy, code)) {
    context.notes.unknown(authority, "nation or group", null);
  }
  const owners = [code === "COSMIC" ? "NATO" : code];
  return { form: "fgi", word: found.word, owners, authority: code, rest: found.rest };
}

/** Whether a line is in the UK form: the UK prefix, a level word of the UK's alone, or the UK's own line. */
export function isUkLine(context: Context, line: Piece): boolean {
  if (line.text.includes("//")) return false;
  if (context.home === "GBR" || line.text.startsWith("UK ")) return true;
  return leadingLevel(context, line)?.word.system === "GBR";
}
