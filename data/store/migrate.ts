import { z } from "zod";
import { PipelineError } from "../errors.js";
import { ACTOR_ACTIONS } from "./schema/actor-actions.js";
import { ACTOR_CLASS_GRANTS } from "./schema/actor-class-grants.js";
import { ALTERATIONS } from "./schema/alterations.js";
import { DIMENSIONS } from "./schema/dimensions.js";
import { EVENTS } from "./schema/events.js";
import { EXCEPTIONS } from "./schema/exceptions.js";
import { FEATURES } from "./schema/features.js";
import { FIRST_DELIVERY } from "./schema/first-delivery.js";
import { JUDGEMENT } from "./schema/judgement.js";
import { LATE_NIGHTS } from "./schema/late-nights.js";
import { LATE_RECORDS } from "./schema/late-records.js";
import { METRICS } from "./schema/metrics.js";
import { ORDINARY } from "./schema/ordinary.js";
import { PEOPLE } from "./schema/people.js";
import { PUBLIC } from "./schema/public.js";
import { PUBLICATIONS } from "./schema/publications.js";
import { REVIEW } from "./schema/review.js";
import { RULE_LENS } from "./schema/rule-lens.js";
import { RULE_SCRATCH } from "./schema/rule-scratch.js";
import { SEALS } from "./schema/seals.js";
import type { Store } from "./store.js";

/** Every step of the schema in order: a store at version n has had the first n. A step that has landed is never edited. */
const STEPS: readonly string[] = [
  EVENTS,
  DIMENSIONS,
  FEATURES,
  JUDGEMENT,
  EXCEPTIONS,
  REVIEW,
  METRICS,
  SEALS,
  RULE_SCRATCH,
  RULE_LENS,
  ORDINARY,
  ALTERATIONS,
  PUBLICATIONS,
  LATE_NIGHTS,
  PUBLIC,
  ACTOR_ACTIONS,
  FIRST_DELIVERY,
  ACTOR_CLASS_GRANTS,
  PEOPLE,
  LATE_RECORDS,
];

const VERSION_TABLE = /* sql */ `CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`;
const VERSION = /* sql */ `SELECT coalesce(max(version), 0) AS version FROM schema_version`;
const SET_VERSION = /* sql */ `INSERT INTO schema_version VALUES ($version::INTEGER)`;

/**
 * Brings a store's schema forward to this code's, each step in a transaction of its own.
 *
 * @throws PipelineError `store_newer` where the store was written by a later version: nothing is changed
 */
export async function migrate(store: Store): Promise<void> {
  await store.run(VERSION_TABLE);
  const { version } = await store.row(VERSION, z.object({ version: z.number() }));
  if (version > STEPS.length)
    throw new PipelineError("store_newer", `store written by a later version: schema ${version}`, {
      known: STEPS.length,
    });
  for (const [index, step] of STEPS.entries()) {
    if (index < version) continue;
    await store.transaction(async () => {
      await store.run(step);
      await store.run(SET_VERSION, { version: index + 1 });
    });
  }
}
