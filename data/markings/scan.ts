import type { Policy } from "../policy/policy.js";
import type { Finding } from "./model.js";

/** A trimmed part of the line and where it starts in it. */
export interface Piece {
  readonly text: string;
  readonly at: number;
}

/** Longest token shown in a finding, in UTF-16 units: enough for every known token, short enough for a report cell. */
const TOKEN_SHOWN_MAX = 60;

/** Longest token compared with the known ones: the longest known token has 46 characters. */
const TOKEN_COMPARED_MAX = 48;

/** The piece between two offsets without its blanks at either end. */
export function trimmed(text: string, at: number): Piece {
  const start = text.length - text.trimStart().length;
  return { text: text.trim(), at: at + start };
}

/** The parts of a piece between separators, trimmed, in order; empty parts are kept. Linear in the piece. */
export function split(piece: Piece, separator: string): Piece[] {
  const parts: Piece[] = [];
  let at = piece.at;
  for (const part of piece.text.split(separator)) {
    parts.push(trimmed(part, at));
    at += part.length + separator.length;
  }
  return parts;
}

/** The words of a piece, each where it stands. */
export function words(piece: Piece): Piece[] {
  return split(piece, " ").filter((word) => word.text !== "");
}

/** Collects what a reader has to say. */
export class Notes {
  readonly findings: Finding[] = [];

  private add(
    kind: "syntax" | "unknown" | "form",
    rule: string,
    piece: Piece,
    said: { message: string; remedy: string; source: string },
  ) {
    this.findings.push({
      kind,
      severity: kind === "form" ? "warning" : "error",
      rule,
      standard: "grammar",
      paragraph: null,
      token: piece.text.slice(0, TOKEN_SHOWN_MAX),
      offset: piece.at,
      ...said,
    });
  }

  /** A part that cannot be read. */
  syntax(rule: string, piece: Piece, message: string, remedy: string): void {
    this.add("syntax", rule, piece, { message, remedy, source: "DoDM 5200.01-V2 Encl. 4, syntax of banner lines" });
  }

  /** A part read without doubt, though not written as asked. */
  form(rule: string, piece: Piece, message: string, remedy: string): void {
    this.add("form", rule, piece, { message, remedy, source: "DoDM 5200.01-V2 Encl. 4, syntax of banner lines" });
  }

  /** A token in no list, with the nearest known one where there is one. */
  unknown(piece: Piece, what: string, near: string | null): void {
    this.add("unknown", "unknown-token", piece, {
      message: `not a known ${what}`,
      remedy: near === null ? "use a token of the policy pack, or add it there with its source" : `write ${near}`,
      source: "IC ISM V10, ISM-ID-00253 to 00267: every value is in its enumeration",
    });
  }
}

/** Edit distance of two short words, given up (Infinity) once past `most`. Bounded by the lengths of both. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Number.POSITIVE_INFINITY;
}

/**
 * The known control nearest to a misspelt one: one edit away up to five characters, two beyond. null: none is near.
 * Its cost is bounded by the pack, since longer tokens are not compared.
 */
export function nearestControl(policy: Policy, token: string): string | null {
  if (token.length < 3 || token.length > TOKEN_COMPARED_MAX) return null;
  const most = token.length <= 5 ? 1 : 2;
  let best: { token: string; edits: number } | null = null;
  for (const known of policy.controls.keys()) {
    const edits = distance(token, known, most);
    if (edits <= most && (best === null || edits < best.edits)) best = { token: known, edits };
  }
  return best?.token ?? null;
}
