import type { Level } from "../policy/schema.js";

/** One control system with its compartments, each with its sub-compartments, in the order written. */
export interface SciItem {
  readonly system: string;
  readonly compartments: readonly { readonly name: string; readonly subs: readonly string[] }[];
}

/** Atomic energy markings: the kind, whether it is critical weapon design information, and its SIGMA numbers. */
export interface AeaMarking {
  readonly type: "RD" | "FRD" | "TFNI" | "DCNI" | "UCNI";
  readonly is_cnwdi: boolean;
  readonly sigmas: readonly number[];
}

/**
 * What a marking line says. Tokens are canonical (`NOFORN`, not `NF`) and lists stand in the order written.
 *
 * form       home: the home nation's own; fgi: another nation's or NATO's; joint: several owners; national: a nation's own
 *            words (UK, Australia, New Zealand, France, Germany, EU)
 * owners     codes of those who own the information; empty where a foreign source is concealed
 * authority  fgi only: the code as written, with NATO and COSMIC told apart
 * rel, display, eyes   the release lists; null: no such list
 */
export interface Marking {
  readonly form: "home" | "fgi" | "joint" | "national";
  readonly level: Level;
  /** `id` of the level word in the policy pack, so that national words survive formatting. */
  readonly level_word: string;
  readonly owners: readonly string[];
  readonly authority: string | null;
  readonly nato: readonly string[];
  readonly sci: readonly SciItem[];
  readonly sap: {
    readonly is_multiple: boolean;
    readonly is_hvsaco: boolean;
    readonly programs: readonly string[];
  } | null;
  readonly aea: readonly AeaMarking[];
  /** Foreign information inside a home document; no codes: the source is concealed. */
  readonly fgi: { readonly codes: readonly string[] } | null;
  readonly controls: readonly string[];
  readonly other: readonly string[];
  readonly accm: readonly string[];
  readonly rel: readonly string[] | null;
  readonly display: readonly string[] | null;
  readonly eyes: readonly string[] | null;
  /** UK: handling instructions, descriptors and organisations named in `… USE ONLY`. */
  readonly handling: readonly string[];
  readonly descriptors: readonly string[];
  readonly use_only: readonly string[];
}

/**
 * Something to say about a line.
 *
 * kind    syntax: a part cannot be read; unknown: a token is in no list; rule: a rule of a standard does not hold;
 *         form: read without doubt, but not written as the standard asks
 * token   at most 60 characters of what was written, verbatim: hostile text, to be escaped by whoever prints it
 * offset  in UTF-16 units from the start of the line; 0 where the line as a whole is meant
 */
export interface Finding {
  readonly kind: "syntax" | "unknown" | "rule" | "form";
  readonly severity: "error" | "warning";
  readonly rule: string;
  readonly standard: string;
  readonly paragraph: string | null;
  readonly token: string;
  readonly offset: number;
  readonly message: string;
  readonly remedy: string;
  readonly source: string;
}

/** A line as read: `is_readable` only where every part was understood. */
export interface Reading {
  readonly text: string;
  readonly marking: Marking | null;
  readonly findings: readonly Finding[];
  readonly is_readable: boolean;
  /** Where each feature (features.ts) first stands in the line. */
  readonly spans: ReadonlyMap<string, { readonly token: string; readonly offset: number }>;
}

/** A marking with nothing but its head; the reader and the roll-up fill in the rest. */
export const BARE = {
  authority: null,
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
} as const satisfies Omit<Marking, "form" | "level" | "level_word" | "owners">;
