import { z } from "zod";
import { type Flag, flagShape } from "../../data/flag.js";
import { policyOf } from "../../data/policy/overlay.js";
import { type Policy, SHIPPED_POLICY } from "../../data/policy/policy.js";
import { parseSettings } from "../../data/settings/load.js";
import type { Parameter, Store } from "../../data/store/store.js";
import { insertRows } from "../../data/store/writer.js";
import { rules } from "../../detectors/rules/index.js";
import { checkRules } from "../../pipeline/stages/check-rules.js";
import { openMemory } from "../store.js";

type Row = Readonly<Record<string, Parameter>>;

/** Tables as rows; every dimension row was known before any night unless it says otherwise. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

export const NIGHT = "2026-05-04";
export const HOME = { nation: "XHM", time_zone: "Europe/Paris" };

/** A view by ann of home, of an item of MARITIME-1, at noon in Paris. */
const EVENT = {
  source: "portal",
  event_time: "2026-05-04T10:00:00Z",
  day: NIGHT,
  seq: null,
  actor_id: "ann",
  action: "view",
  outcome: "success",
  object_id: "OBJ-1",
  collection: "MARITIME-1",
  marking: "SECRET//REL TO XHM, XAR",
  partner: null,
  request_id: null,
  bytes: 10,
  client_ip: null,
  site: null,
  channel: "tls1.3",
  file_id: 1,
  is_provisional: false,
} as const;

let number = 0;
/** An event like EVENT, but for `changes`; each has an id of its own. */
export function event(changes: Row = {}): Row {
  number += 1;
  return { event_id: `e${number}`, ...EVENT, ...changes };
}

/** A step of request RQ-1 with XAR on OBJ-1, at noon of the night in Paris. */
export function step(name: string, changes: Row = {}): Row {
  return {
    request_id: "RQ-1",
    step: name,
    happened_at: "2026-05-04T10:00:00Z",
    actor_id: name,
    partner: "XAR",
    tier: "routine",
    purpose: "counter-terrorism",
    agreement_id: "AGR-XAR",
    object_id: "OBJ-1",
    rule: null,
    legal_basis: "treaty",
    ...changes,
  };
}

/** The agreement with XAR, in force and reviewed all year. */
export function agreement(changes: Row = {}): Row {
  return {
    agreement_id: "AGR-XAR",
    partner: "XAR",
    max_classification: "SECRET",
    collections: '["MARITIME-1"]',
    onward_sharing: false,
    retention_days: 365,
    valid_from: "2026-01-01",
    valid_to: "2026-12-31",
    purposes: null,
    rights_review_valid_to: "2026-12-31",
    ...changes,
  };
}

const EVENT_TABLES = new Set(["event", "file", "rule_outcome"]);

/** An installation in memory with these rows, and nothing else. */
export async function installation(tables: Tables): Promise<Store> {
  const store = await openMemory();
  for (const [table, rows] of Object.entries(tables))
    for (const row of rows)
      await insertRows(store, table, [EVENT_TABLES.has(table) ? row : { known_from: "-infinity", ...row }]);
  return store;
}

export async function check(store: Store, night: string = NIGHT, policy: Policy = SHIPPED_POLICY): Promise<void> {
  await checkRules(store, night, { rules, settings: { home: HOME, detectors: {} }, policy });
}

/** The policy of a settings file with these duties. */
export function dutiesOf(duties: string): Policy {
  return policyOf(parseSettings(`policy: {duties: ${duties}}`, "s.yaml").policy);
}

const EXCEPTIONS = `SELECT content FROM flag_night JOIN flag USING (flag_id)
  WHERE queue = 'exceptions' AND night = $night::DATE ORDER BY rank`;

/** The exceptions of a night, by rank. */
export async function exceptionsOn(store: Store, night: string = NIGHT): Promise<Flag[]> {
  const rows = await store.rows(EXCEPTIONS, z.object({ content: z.string() }), { night });
  return rows.map(({ content }) => flagShape.parse(JSON.parse(content)));
}

const OUTCOME = `SELECT holds_count, broken_count, undetermined_count FROM rule_outcome
  WHERE night = $night::DATE AND rule = $rule`;
const NOTED = `SELECT reason, entity_count FROM not_assessed WHERE night = $night::DATE AND subject = $rule ORDER BY reason`;

/** What a rule came to on the night: its counts, its reasons, and its own exceptions. */
export interface Told {
  readonly holds: number;
  readonly broken: number;
  readonly undetermined: number;
  readonly notes: readonly string[];
  readonly exceptions: readonly Flag[];
}

const counts = z.object({ holds_count: z.number(), broken_count: z.number(), undetermined_count: z.number() });

/** Judges a night over these rows, and tells what one rule said. */
export async function told(
  rule: string,
  tables: Tables,
  { night = NIGHT, policy = SHIPPED_POLICY }: { readonly night?: string; readonly policy?: Policy } = {},
): Promise<Told> {
  const store = await installation(tables);
  try {
    await check(store, night, policy);
    return await toldBy(store, rule, night);
  } finally {
    store.close();
  }
}

export async function toldBy(store: Store, rule: string, night: string = NIGHT): Promise<Told> {
  const [outcome] = await store.rows(OUTCOME, counts, { night, rule });
  const notes = await store.rows(NOTED, z.object({ reason: z.string(), entity_count: z.number() }), { night, rule });
  return {
    holds: outcome?.holds_count ?? 0,
    broken: outcome?.broken_count ?? 0,
    undetermined: outcome?.undetermined_count ?? 0,
    notes: notes.map(({ reason }) => reason),
    exceptions: (await exceptionsOn(store, night)).filter(({ detector }) => detector === rule),
  };
}
