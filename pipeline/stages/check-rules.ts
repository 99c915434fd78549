import { z } from "zod";
import type { Policy } from "../../data/policy/policy.js";
import type { Settings } from "../../data/settings/shape.js";
import type { Parameter, Parameters, Store } from "../../data/store/store.js";
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
const FORGET_NOTED = /* sql */ `
  DELETE FROM not_assessed
  WHERE night = $night::DATE AND subject IN (SELECT unnest(CAST($subjects AS VARCHAR[])))
`;

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
    const told: Told[] = [];
    const casesOf = casesReadOnce(store);
    for (const rule of rules) {
      const absent = await whyNot(store, rule, { feeds, context });
      told.push(
        absent === null
          ? await judge(rule, { context, casesOf, chosen: settings.detectors[rule.id] })
          : { outcomes: [], notes: [{ night, subject: rule.id, reason: absent, entity_count: 0 }], findings: [] },
      );
    }
    const subjects = JSON.stringify([...rules.map(({ id }) => id), ...UNASSESSED.map(({ subject }) => subject)]);
    await store.run(FORGET_NOTED, { night, subjects });
    await insertRows(
      store,
      "rule_outcome",
      told.flatMap(({ outcomes }) => outcomes),
    );
    await insertRows(store, "not_assessed", [
      ...told.flatMap(({ notes }) => notes),
      ...UNASSESSED.map(({ subject, reason }) => ({ night, subject, reason, entity_count: 0 })),
    ]);
    const findings = told.flatMap((one) => one.findings);
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

type Row = Readonly<Record<string, Parameter>>;

/** What one rule came to on a night: rows of rule_outcome and not_assessed, and what was broken. */
interface Told {
  readonly outcomes: readonly Row[];
  readonly notes: readonly Row[];
  readonly findings: readonly Finding[];
}

interface Judging {
  readonly context: RuleContext;
  readonly casesOf: (sql: string, parameters: Parameters) => Promise<readonly unknown[]>;
  readonly chosen: unknown;
}

/** Rules that ask the same of the night (those of an agreement do) share its rows. */
function casesReadOnce(store: Store): Judging["casesOf"] {
  const known = new Map<string, Promise<readonly unknown[]>>();
  return (sql, parameters) => {
    const key = JSON.stringify([sql, parameters]);
    const rows = known.get(key) ?? store.rows(sql, z.unknown(), parameters);
    known.set(key, rows);
    return rows;
  };
}

/** A rule that screens is asked for combinations first, and for entities and events only of those that are broken. */
async function judge(rule: Rule, { context, casesOf, chosen }: Judging): Promise<Told> {
  const { night } = context;
  const ask = async (wanted: readonly string[]) =>
    rule.judgeAll(await casesOf(rule.cases, rule.bind(context, chosen, wanted)), context, chosen);
  const screened = await ask([]);
  const wanted = screened.flatMap(({ found, answer }) => (answer.answer === "broken" ? (found.combo ?? []) : []));
  const judged = wanted.length === 0 ? screened : await ask([...new Set(wanted)]);
  const { reasons, ...counts } = outcomeOf(judged);
  return {
    outcomes: [{ night, rule: rule.id, unit: rule.unit, ...counts }],
    notes: [...reasons].map(([reason, entity_count]) => ({ night, subject: rule.id, reason, entity_count })),
    findings: breachesOf(judged).map((breach) => ({ rule, breach })),
  };
}
