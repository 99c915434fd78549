import { Temporal } from "temporal-polyfill";
import { PipelineError } from "../errors.js";
import { problemsOf } from "./consistency.js";
import {
  type Control,
  LEVELS,
  type Level,
  type LevelWord,
  type PolicyPack,
  type ReleaseClauseId,
  type Tetragraph,
} from "./schema.js";
import { SHIPPED_PACK } from "./shipped.js";

/** A pack with its look-ups built once, so that reading a line costs time in its length alone. */
export interface Policy {
  readonly pack: PolicyPack;
  /** Entries of a word, long or short; several where systems share it (OFFICIAL). */
  readonly levelWords: ReadonlyMap<string, readonly LevelWord[]>;
  readonly controls: ReadonlyMap<string, Control>;
  readonly tetragraphs: ReadonlyMap<string, Tetragraph>;
  readonly clauseSources: ReadonlyMap<ReleaseClauseId, string>;
}

interface Dated {
  readonly valid_from?: string | undefined;
  readonly valid_to?: string | undefined;
}

/** Whether an entry holds on a day (ISO 8601 date); both its days are included, an open end holds for ever. */
export function isInForce(entry: Dated, day: string): boolean {
  return (entry.valid_from ?? "") <= day && (entry.valid_to ?? "9999-12-31") >= day;
}

/**
 * Builds the look-ups of a pack. Words, aliases and portion forms lead to the same entry. Throws PipelineError
 * `policy_inconsistent` with every place where the pack contradicts itself (consistency.ts).
 */
export function policyFrom(pack: PolicyPack): Policy {
  const places = problemsOf(pack);
  if (places.length > 0) {
    throw new PipelineError("policy_inconsistent", `policy pack contradicts itself: ${pack.version}`, { places });
  }
  const levelWords = new Map<string, LevelWord[]>();
  for (const entry of pack.level_words) {
    for (const word of [entry.word, ...(entry.portion === undefined ? [] : [entry.portion])]) {
      levelWords.set(word, [...(levelWords.get(word) ?? []), entry]);
    }
  }
  const controls = new Map<string, Control>();
  for (const entry of pack.controls) {
    for (const token of [entry.id, ...entry.aliases, ...(entry.portion === undefined ? [] : [entry.portion])]) {
      controls.set(token, entry);
    }
  }
  return {
    pack,
    levelWords,
    controls,
    tetragraphs: new Map(pack.tetragraphs.map((entry) => [entry.id, entry])),
    clauseSources: new Map(pack.release_clauses.map(({ id, source }) => [id, source])),
  };
}

export const SHIPPED_POLICY: Policy = policyFrom(SHIPPED_PACK);

/** Whether a code is a nation of the pack, or lies in its user-assigned range. */
export function isNation(policy: Policy, code: string): boolean {
  const { codes, user_assigned } = policy.pack.nations;
  if (Object.hasOwn(codes, code)) return true;
  return (
    user_assigned !== undefined && /^[A-Z]{3}$/.test(code) && code >= user_assigned.from && code <= user_assigned.to
  );
}

/** Whether a code may stand in a release list at all: a nation, or a tetragraph of any time. */
export function isListCode(policy: Policy, code: string): boolean {
  return isNation(policy, code) || policy.tetragraphs.has(code);
}

/**
 * The nations that a code stands for on a day, alphabetical. null: a tetragraph whose members are not known, one that had
 * ended or not begun, or no known code; an unresolved group is never an empty one.
 */
export function membersOn(policy: Policy, code: string, day: string): readonly string[] | null {
  if (isNation(policy, code)) return [code];
  const group = policy.tetragraphs.get(code);
  if (group === undefined || group.members === null || !isInForce(group, day)) return null;
  return [
    ...new Set(group.members.filter((member) => isInForce(member, day)).map((member) => member.nation)),
  ].toSorted();
}

/** The place of a level among the five, lowest 0. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/**
 * The entry that a word means in a system's line: that system's own, else the common one, else the only one there is. null:
 * no entry, or several systems share the word and none of them is meant.
 */
export function levelWordOf(policy: Policy, word: string, system: string): LevelWord | null {
  const entries = policy.levelWords.get(word) ?? [];
  const own = entries.find((entry) => entry.system === system) ?? entries.find((entry) => entry.system === "common");
  return own ?? (entries.length === 1 ? (entries[0] ?? null) : null);
}

/** The level that a word, long or short, stands for on a day; null: no entry carries it, or systems differ about it. */
export function levelOf(policy: Policy, word: string, day: string): Level | null {
  const entries = policy.levelWords.get(word.trim().toUpperCase()) ?? [];
  const levels = new Set(entries.filter((entry) => isInForce(entry, day)).map(({ level }) => level));
  const [level] = levels;
  return levels.size === 1 && level !== undefined ? level : null;
}

/**
 * The days from which something in the pack reads differently, ascending: between two of them a line and a membership mean
 * the same, so that events of many days can share one decision.
 */
export function changeDays(pack: PolicyPack): string[] {
  const groups = pack.tetragraphs.flatMap((group) => [group, ...(group.members ?? [])]);
  const entries: readonly Dated[] = [...groups, ...pack.level_words, ...pack.controls, ...pack.rules];
  const days = entries.flatMap(({ valid_from, valid_to }) => [
    ...(valid_from === undefined ? [] : [valid_from]),
    ...(valid_to === undefined ? [] : [dayAfter(valid_to)]),
  ]);
  return [...new Set(days)].toSorted();
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/** The lowest level that a nation calls classified. */
export function lowestClassified(policy: Policy, home: string): Level {
  const { lowest_classified } = policy.pack;
  const own = Object.hasOwn(lowest_classified, home) ? lowest_classified[home] : undefined;
  return own ?? lowest_classified.default ?? "RESTRICTED";
}
