import { isInForce, levelRank, lowestClassified, type Policy } from "../policy/policy.js";
import type { MarkingRule } from "../policy/schema.js";
import { type Broken, CHECKS } from "./checks.js";
import { featuresOf } from "./features.js";
import type { Finding, Marking, Reading } from "./model.js";

/** home: whose line it is by default; day: ISO 8601 date whose rules, tokens and memberships are meant. */
export interface MarkingSetting {
  readonly policy: Policy;
  readonly home: string;
  readonly day: string;
}

/** Longest token shown in a finding, in UTF-16 units. */
const TOKEN_SHOWN_MAX = 60;

function broken(
  rule: MarkingRule,
  marking: Marking,
  present: ReadonlySet<string>,
  setting: MarkingSetting,
): Broken | null {
  const { policy, home } = setting;
  if (rule.kind === "check") return CHECKS[rule.check](marking, policy, home);
  const feature = rule.features.find((name) => present.has(name));
  if (feature === undefined) return null;
  const said = (name: string): Broken => ({ feature: name, token: name, right: null });
  switch (rule.kind) {
    case "at_least": {
      const least = rule.level === "classified" ? lowestClassified(policy, home) : rule.level;
      return levelRank(marking.level) >= levelRank(least) ? null : said(feature);
    }
    case "at_most":
      return levelRank(marking.level) <= levelRank(rule.level) ? null : said(feature);
    case "not_level":
      return marking.level === rule.level ? said(feature) : null;
    case "needs":
      return rule.any_of.some((name) => present.has(name)) ? null : said(feature);
    case "excludes": {
      const clash = rule.features.find(
        (name) => present.has(name) && rule.with.some((other) => other !== name && present.has(other)),
      );
      return clash === undefined ? null : said(clash);
    }
  }
}

/** Tokens whose time in the pack had ended or not begun on the day (IC ISM V10, ISM-ID-00166 to 00211). */
function outOfForce(marking: Marking, { policy, day }: MarkingSetting): Broken[] {
  const found: Broken[] = [];
  const word = policy.pack.level_words.find((entry) => entry.id === marking.level_word);
  if (word !== undefined && !isInForce(word, day)) found.push({ feature: word.word, token: word.word, right: null });
  for (const id of [...marking.controls, ...marking.other, ...marking.handling, ...marking.nato]) {
    const control = policy.controls.get(id);
    if (control !== undefined && !isInForce(control, day)) found.push({ feature: id, token: id, right: null });
  }
  for (const [feature, list] of [
    ["REL TO", marking.rel],
    ["DISPLAY ONLY", marking.display],
    ["EYES ONLY", marking.eyes],
  ] as const) {
    for (const code of list ?? []) {
      const group = policy.tetragraphs.get(code);
      if (group !== undefined && !isInForce(group, day)) found.push({ feature, token: code, right: null });
    }
  }
  return found;
}

/**
 * The rules of the pack that a marking breaks, in the order of the pack, then tokens out of force on the day.
 *
 * spans  from the reading, to say where; without them every offset is 0
 */
export function validateMarking(marking: Marking, setting: MarkingSetting, spans?: Reading["spans"]): Finding[] {
  const { policy, home, day } = setting;
  const present = featuresOf(marking, policy, home);
  const findings: Finding[] = [];
  for (const rule of policy.pack.rules) {
    if (!isInForce(rule, day)) continue;
    if (rule.forms !== undefined && !rule.forms.includes(marking.form)) continue;
    if (rule.homes !== undefined && !rule.homes.includes(home)) continue;
    const found = broken(rule, marking, present, setting);
    if (found === null) continue;
    const span = spans?.get(found.feature);
    findings.push({
      kind: "rule",
      severity: rule.severity,
      rule: rule.id,
      standard: rule.standard,
      paragraph: rule.paragraph,
      token: (rule.kind === "check" ? found.token : (span?.token ?? found.token)).slice(0, TOKEN_SHOWN_MAX),
      offset: span?.offset ?? 0,
      message: rule.reason,
      remedy: found.right === null ? rule.remedy : `${rule.remedy}: ${found.right}`,
      source: rule.source,
    });
  }
  for (const { feature, token } of outOfForce(marking, setting)) {
    findings.push({
      kind: "rule",
      severity: "error",
      rule: "out-of-force",
      standard: "IC ISM V10",
      paragraph: null,
      token,
      offset: spans?.get(feature)?.offset ?? 0,
      message: "a token that was not in force on the day",
      remedy: "use the token of the day",
      source: "IC ISM V10, ISM-ID-00166 to 00211: no value past its deprecation date",
    });
  }
  return findings;
}
