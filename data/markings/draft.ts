import { isListCode, type Policy } from "../policy/policy.js";
import type { AeaMarking, SciItem } from "./model.js";
import { type Notes, type Piece, split, words } from "./scan.js";

/** A marking while it is being read. */
export interface Draft {
  readonly nato: string[];
  readonly sci: SciItem[];
  sap: { is_multiple: boolean; is_hvsaco: boolean; programs: string[] } | null;
  readonly aea: AeaMarking[];
  fgi: { codes: string[] } | null;
  readonly controls: string[];
  readonly other: string[];
  readonly accm: string[];
  rel: string[] | null;
  display: string[] | null;
  eyes: string[] | null;
  readonly handling: string[];
  readonly descriptors: string[];
  readonly use_only: string[];
}

/** What every part of the reader shares while one line is read. */
export interface Context {
  readonly policy: Policy;
  readonly home: string;
  readonly notes: Notes;
  readonly draft: Draft;
  readonly spans: Map<string, { token: string; offset: number }>;
}

export function emptyDraft(): Draft {
  return {
    nato: [],
    sci: [],
    sap: null,
    aea: [],
    fgi: null,
    controls: [],
    other: [],
    accm: [],
    rel: null,
    display: null,
    eyes: null,
    handling: [],
    descriptors: [],
    use_only: [],
  };
}

/** Remembers where a feature first stands. */
export function mark(context: Context, feature: string, piece: Piece): void {
  if (!context.spans.has(feature)) context.spans.set(feature, { token: piece.text, offset: piece.at });
}

/** Nation and group codes, `aliases` resolved; an unknown one is kept and said. */
export function codesOf(context: Context, pieces: readonly Piece[]): string[] {
  const { policy, notes } = context;
  return pieces.map((piece) => {
    const { aliases } = policy.pack.nations;
    const code = Object.hasOwn(aliases, piece.text) ? (aliases[piece.text] ?? piece.text) : piece.text;
    if (!isListCode(policy, code)) notes.unknown(piece, "nation or group", null);
    return code;
  });
}

/** The codes of a list that asks for a comma and a blank between them; blanks alone are read, and said. */
export function listOf(context: Context, piece: Piece): string[] {
  const codes: Piece[] = [];
  if (/,(?! )/.test(piece.text)) {
    context.notes.form(
      "list-separator",
      piece,
      "codes are separated by a comma and a blank",
      'write ", " between codes',
    );
  }
  for (const part of split(piece, ",")) {
    const found = words(part);
    if (found.length === 0) {
      context.notes.syntax(
        "list-empty",
        part.text === "" ? piece : part,
        "a place in the list is empty",
        "name a code",
      );
    }
    const second = found[1];
    if (second !== undefined) {
      context.notes.form(
        "list-separator",
        second,
        "codes are separated by a comma and a blank",
        `write ", ${second.text.slice(0, 20)}"`,
      );
    }
    codes.push(...found);
  }
  return codesOf(context, codes);
}
