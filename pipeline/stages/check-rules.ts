import { z } from "zod";
import type { Policy } from "../../data/policy/policy.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import type { Rule, RuleContext, RuleFeed } from "../../detectors/rules/card.js";
import { UNASSESSED } from "../../detectors/rules/unassessed.js";
import { type Finding, forgetExceptions, keepExceptions } from "./exceptions.js";
import { forgetCases, gatherCases } from "./rule-cases.js";
import { breachesOf, outcomeOf } from "./rule-tally.js";

/** What the rules are applied with. */
export interface RuleBook {
  readonly rules: readonly Rule[];
  readonly settings: Pick<Settings, "home" | "detectors">;
  readonly policy: Policy;
}

const FORGET = /* sql */ `DELETE FROM rule_outcome WHERE night = $night::DATE`;
const FORGET_NOTED = /* sql */ `DELETE FROM not_assessed WHERE night = $night::DATE AND subject = $subject`;

/** Which feeds have ever had a row. */
const FEEDS = /* sql */ `
  SELECT
    EXISTS (SELECT 1 FROM event) AS access,
    EXISTS (SELECT 1 FROM actor) AS actors,
    EXISTS (SELECT 1 FROM object) AS objects,
    EXISTS (SELECT 1 FROM agreement) AS agreements,
    EXISTS (SELECT 1 FROM entitlement) AS entitlements,
    EXISTS (SELECT 1 FROM sharing_step) AS sharing_steps,
    EXISTS (SELECT 1 FROM consent) AS consents,
    EXISTS (SELECT 1 FROM authority) AS authorities
`;
const feedsShape = z.object({
  access: z.boolean(),
  actors: z.boolean(),
  objects: z.boolean(),
  agreements: z.boolean(),
  entitlements: z.boolean(),
  sharing_steps: z.boolean(),
  consents: z.boolean(),
  authorities: z.boolean(),
});

const carriedShape = z.object({ is_carried: z.boolean() });

/**
 * Judges every rule over the night's own acts and replaces the night's exceptions, outcomes and reasons, in one
 * transaction. A rule whose feed or record is missing is noted once as not assessed; what could not be decided is counted
 * under its reason and never as compliant.
 */
export async function checkRules(store: Store, night: string, book: RuleBook): Promise<void> {
  const { rules, settings, policy } = book;
  const context: RuleContext = { night, home: settings.home, policy };
  await store.transaction(async () => {
    await forgetExceptions(store, night);
    await store.run(FORGET, { night });
    await gatherCases(store, night, settings.home.time_zone);
    const feeds = await store.row(FEEDS, feedsShape);
    const findings: Finding[] = [];
    for (const rule of rules) {
      await store.run(FORGET_NOTED, { night, subject: rule.id });
      const absent = await whyNot(store, rule, { feeds, context });
      if (absent !== null) {
        await insertRows(store, "not_assessed", [{ night, subject: rule.id, reason: absent, entity_count: 0 }]);
        continue;
      }
      findings.push(...(await judge(store, rule, context, settings.detectors[rule.id])));
    }
    for (const { subject, reason } of UNASSESSED) {
      await store.run(FORGET_NOTED, { night, subject });
      await insertRows(store, "not_assessed", [{ night, subject, reason, entity_count: 0 }]);
    }
    await keepExceptions(store, night, findings);
    await forgetCases(store);
  });
}

/** Why a rule cannot be assessed at all, or null. */
async function whyNot(
  store: Store,
  rule: Rule,
  { feeds, context }: { readonly feeds: Readonly<Record<RuleFeed, boolean>>; readonly context: RuleContext },
): Promise<string | null> {
  const missing = rule.needs.filter((feed) => !feeds[feed]);
  if (missing.length > 0) return `no ${missing.join(", no ")} feed`;
  if (rule.record === undefined) return null;
  const { is_carried } = await store.row(rule.record.sql, carriedShape, rule.bindRecord(context));
  return is_carried ? null : rule.record.absent;
}

/** A rule that screens is asked for combinations first, and for entities and events only of those that are broken. */
async function judge(store: Store, rule: Rule, context: RuleContext, chosen: unknown): Promise<Finding[]> {
  const { night } = context;
  const ask = async (wanted: readonly string[]) => {
    const rows = await store.rows(rule.cases, z.unknown(), rule.bind(context, chosen, wanted));
    return rule.judgeAll(rows, context, chosen);
  };
  const screened = await ask([]);
  const wanted = screened.flatMap(({ found, answer }) => (answer.answer === "broken" ? (found.combo ?? []) : []));
  const judged = wanted.length === 0 ? screened : await ask([...new Set(wanted)]);
  const { reasons, ...counts } = outcomeOf(judged);
  await insertRows(store, "rule_outcome", [{ night, rule: rule.id, unit: rule.unit, ...counts }]);
  await insertRows(
    store,
    "not_assessed",
    [...reasons].map(([reason, entity_count]) => ({ night, subject: rule.id, reason, entity_count })),
  );
  return breachesOf(judged).map((breach) => ({ rule, breach }));
}
