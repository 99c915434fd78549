import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { PipelineError } from "../errors.js";
import { type Policy, policyFrom } from "./policy.js";
import { type PolicyPack, policySchema } from "./schema.js";
import { SHIPPED_PACK } from "./shipped.js";

/** Alias expansions allowed in a policy file: guards against a file that unfolds without end (`yaml`'s own default). */
const ALIAS_COUNT_MAX = 100;

const overlaySchema = z.discriminatedUnion("mode", [
  policySchema.extend({ mode: z.literal("replace") }),
  z.strictObject({
    mode: z.literal("extend"),
    version: z.string().min(1),
    valid_from: z.iso.date(),
    nations: policySchema.shape.nations.partial().optional(),
    tetragraphs: policySchema.shape.tetragraphs.optional(),
    lowest_classified: policySchema.shape.lowest_classified.optional(),
    level_words: policySchema.shape.level_words.optional(),
    controls: policySchema.shape.controls.optional(),
    rules: policySchema.shape.rules.optional(),
    release_clauses: policySchema.shape.release_clauses.optional(),
    duties: policySchema.shape.duties.partial().optional(),
  }),
]);

/** The later entry of an `id` takes the earlier one's place; new ids come after. */
function merged<T extends { readonly id: string }>(base: readonly T[], extra: readonly T[] | undefined): T[] {
  const byId = new Map(base.map((entry) => [entry.id, entry]));
  for (const entry of extra ?? []) byId.set(entry.id, entry);
  return [...byId.values()];
}

/**
 * An operator's policy file, YAML or JSON (which is YAML), over the shipped pack.
 *
 * `mode: replace` gives a whole pack; `mode: extend` gives the sections that differ, entries replacing the shipped ones of
 * the same `id`. Throws PipelineError `policy_unreadable` (no YAML) or `policy_invalid` (does not fit), with the places.
 */
export function loadPolicy(text: string, file: string, base: PolicyPack = SHIPPED_PACK): Policy {
  let raw: unknown;
  try {
    raw = parseYaml(text, { strict: true, uniqueKeys: true, maxAliasCount: ALIAS_COUNT_MAX });
  } catch (cause) {
    throw new PipelineError("policy_unreadable", `policy file not readable: ${file}`, { file }, { cause });
  }
  const read = overlaySchema.safeParse(raw);
  if (!read.success) {
    throw new PipelineError("policy_invalid", `policy file does not fit: ${file}`, {
      file,
      places: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
    });
  }
  if (read.data.mode === "replace") {
    const { mode: _mode, ...pack } = read.data;
    return checked(pack, file);
  }
  const extra = read.data;
  const nations = extra.nations ?? {};
  const duties = extra.duties ?? {};
  return checked(
    {
      version: extra.version,
      valid_from: extra.valid_from,
      nations: {
        ...base.nations,
        ...nations,
        codes: { ...base.nations.codes, ...nations.codes },
        aliases: { ...base.nations.aliases, ...nations.aliases },
      },
      tetragraphs: merged(base.tetragraphs, extra.tetragraphs),
      lowest_classified: { ...base.lowest_classified, ...extra.lowest_classified },
      level_words: merged(base.level_words, extra.level_words),
      controls: merged(base.controls, extra.controls),
      rules: merged(base.rules, extra.rules),
      release_clauses: merged(base.release_clauses, extra.release_clauses),
      duties: {
        rights_review_purposes: merged(base.duties.rights_review_purposes, duties.rights_review_purposes),
        after_review_tiers: merged(base.duties.after_review_tiers, duties.after_review_tiers),
        channels: merged(base.duties.channels, duties.channels),
        periods: merged(base.duties.periods, duties.periods),
        separations: merged(base.duties.separations, duties.separations),
      },
    },
    file,
  );
}

/** Extending can only be judged whole: the merged pack is checked again, and its rules bound to known checks. */
function checked(pack: unknown, file: string): Policy {
  const read = policySchema.safeParse(pack);
  if (read.success) return policyFrom(read.data);
  throw new PipelineError("policy_invalid", `policy file does not fit: ${file}`, {
    file,
    places: read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
  });
}
