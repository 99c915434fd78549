import { z } from "zod";

const text = z.string().min(1);
const day = z.iso.date({ error: "not a date; write it like 2026-01-31" });
const dated = { valid_from: day.optional(), valid_to: day.optional() };
const because = { reason: text, source: text };

/** The five common levels, lowest first. National words are mapped onto them by `level_words`. */
export const LEVELS = ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"] as const;
const level = z.enum(LEVELS);
/** `classified` stands for the lowest level that the home nation calls classified (`lowest_classified`). */
const levelOrClassified = z.union([level, z.literal("classified")]);

const nations = z.strictObject({
  source: text,
  codes: z.record(z.string().regex(/^[A-Z][A-Z0-9]{2}$/), text),
  /** Codes that ISO 3166 leaves to its users, both ends included; leave out to know none. */
  user_assigned: z.strictObject({ from: text, to: text, source: text }).optional(),
  /** Short forms met in national markings (`UK EYES ONLY`) to the trigraph. */
  aliases: z.record(z.string(), z.string()),
});

const tetragraph = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9]{3}$/),
  name: text,
  ...dated,
  /** null: who belongs is not published or not known here, so membership is unresolved, never empty. */
  members: z.array(z.strictObject({ nation: text, ...dated })).nullable(),
  source: text,
});

const levelWord = z.strictObject({
  id: text,
  word: text,
  portion: text.optional(),
  level,
  /** Who writes it: `common`, a trigraph, `NATO` or `EU`. */
  system: text,
  ...dated,
  source: text,
});

const control = z.strictObject({
  id: text,
  category: z.enum(["sci", "dissem", "other", "nato", "handling", "descriptor"]),
  portion: text.optional(),
  aliases: z.array(text).default([]),
  /** Place among its category in a canonical line. */
  order: z.number().int().nonnegative(),
  /** What it does to a release: see release.ts. `none` limits handling and names no nation. */
  release: z.enum(["none", "own_nation", "originator", "official", "access_list"]).default("none"),
  /** For `own_nation`: a trigraph, or `home`. */
  nation: text.optional(),
  ...dated,
  ...because,
});

/** Checks over lists and their order, which need more than features (markings/checks.ts). */
export const MARKING_CHECKS = [
  "sap_count",
  "sigma_range",
  "fgi_home",
  "fgi_order",
  "rel_order",
  "rel_home_first",
  "rel_home_alone",
  "rel_single",
  "display_order",
  "dissem_order",
  "other_order",
  "sci_order",
  "aea_order",
  "joint_order",
  "duplicates",
] as const;

const ruleBase = {
  id: text,
  standard: text,
  paragraph: text.nullable(),
  severity: z.enum(["error", "warning"]),
  forms: z.array(z.enum(["home", "fgi", "joint", "national"])).optional(),
  homes: z.array(text).optional(),
  ...dated,
  ...because,
  remedy: text,
};
const features = z.array(text).min(1);

/** A rule of a marking standard over the features of one line (features.ts names them). */
const rule = z.discriminatedUnion("kind", [
  z.strictObject({ ...ruleBase, kind: z.literal("at_least"), features, level: levelOrClassified }),
  z.strictObject({ ...ruleBase, kind: z.literal("at_most"), features, level }),
  z.strictObject({ ...ruleBase, kind: z.literal("not_level"), features, level }),
  z.strictObject({ ...ruleBase, kind: z.literal("needs"), features, any_of: features }),
  z.strictObject({ ...ruleBase, kind: z.literal("excludes"), features, with: features }),
  z.strictObject({ ...ruleBase, kind: z.literal("check"), check: z.enum(MARKING_CHECKS) }),
]);

/** The clauses of the release decision, in the order in which they are reported. */
export const RELEASE_CLAUSES = [
  "readable",
  "own_nation",
  "release_list",
  "display_only",
  "originator",
  "official",
  "access_list",
  "agreement",
  "ceiling",
  "collection",
  "foreign_marking",
] as const;
export type ReleaseClauseId = (typeof RELEASE_CLAUSES)[number];
const clause = z.strictObject({ id: z.enum(RELEASE_CLAUSES), question: text, source: text });

/** The periods that a pack may declare; what each counts from is in its `reason`. */
export const PERIODS = [
  "retention",
  "post_sharing_review",
  "destruction_attestation",
  "risk_assessment_validity",
  "rights_recertification",
  "dormant_right",
  "guide_review",
] as const;
export type PeriodId = (typeof PERIODS)[number];

/** Several entries may share an id where their days do not meet: a duty that was changed on a day. */
const duties = z.strictObject({
  rights_review_purposes: z.array(z.strictObject({ id: text, ...dated, ...because })),
  after_review_tiers: z.array(
    z.strictObject({ id: text, within_days: z.number().int().positive(), ...dated, ...because }),
  ),
  channels: z.array(z.strictObject({ id: text, highest_level: level.nullable(), ...dated, ...because })),
  periods: z.array(z.strictObject({ id: z.enum(PERIODS), days: z.number().int().positive(), ...dated, ...because })),
  separations: z.array(z.strictObject({ id: text, first: text, second: text, ...dated, ...because })),
  /** Who may act, beside what the authorities feed says. An empty limit limits nothing. */
  authorities: z.array(
    z.strictObject({
      id: text,
      role: text,
      action: z.enum(["request", "approve", "release"]),
      max_classification: text.optional(),
      collections: z.array(text).optional(),
      ...dated,
      ...because,
    }),
  ),
});

/** A policy pack: what a marking may say, who belongs to which group when, and which duties are owed. */
export const policySchema = z.strictObject({
  version: text,
  valid_from: day,
  nations,
  tetragraphs: z.array(tetragraph),
  lowest_classified: z.record(z.string(), level),
  level_words: z.array(levelWord),
  controls: z.array(control),
  rules: z.array(rule),
  release_clauses: z.array(clause),
  duties,
});

export type Level = (typeof LEVELS)[number];
export type PolicyPack = z.infer<typeof policySchema>;
export type Tetragraph = z.infer<typeof tetragraph>;
export type LevelWord = z.infer<typeof levelWord>;
export type Control = z.infer<typeof control>;
export type MarkingRule = z.infer<typeof rule>;
export type Duties = z.infer<typeof duties>;
