import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addDays, type Day } from "../data/days.js";
import { PipelineError } from "../data/errors.js";
import { readAccounts } from "../data/review/accounts.js";
import { readJournal } from "../data/review/journal.js";
import type { Settings } from "../data/settings/shape.js";
import { holdWorkspace } from "../data/store/lock.js";
import { migrate } from "../data/store/migrate.js";
import { Store } from "../data/store/store.js";
import type { Workspace } from "../data/workspace.js";
import { detectors } from "../detectors/index.js";
import type { Effects } from "./effects.js";
import { judgeNight, warmUp } from "./night.js";
import type { Progress } from "./progress.js";
import { foldJournal } from "./stages/feedback.js";
import { CALIBRATION_NIGHTS } from "./stages/score-history.js";
import { standDecisions } from "./stages/standing.js";

/** After every decision that can have been made: what counts now counts. */
const NOW_AND_EVER = "9999-12-31";

const LISTED = /* sql */ `
  SELECT flag_night.night, flag_night.flag_id, flag.entity_type, flag.entity_id, flag.detector, flag_night.p_value,
    coalesce(standing_decision.disposition = 'confirmed concern', false) AS is_confirmed
  FROM flag_night
  JOIN flag USING (flag_id)
  LEFT JOIN standing_decision USING (flag_id)
  WHERE flag.queue = $queue AND flag_night.night BETWEEN $from::DATE AND $to::DATE
  ORDER BY flag_night.night, flag_night.rank
`;

/** Verdicts under the other settings: the nights to be tried and those that their calibration looks back on. */
const FORGET_VERDICTS = /* sql */ `DELETE FROM verdict WHERE night BETWEEN $first::DATE AND $to::DATE`;

const listedShape = z.object({
  night: z.string(),
  flag_id: z.string(),
  entity_type: z.string(),
  entity_id: z.string(),
  detector: z.string(),
  p_value: z.number().nullable(),
  is_confirmed: z.boolean(),
});

/** A lead, or an exception, on one night. */
export type ListedLead = z.infer<typeof listedShape>;

/**
 * What other settings would have made of past nights. Leads are compared by whom they are about, exceptions by rule and
 * entity, on which nights.
 */
export interface Difference {
  readonly before_count: number;
  readonly after_count: number;
  /** Episodes, by their first listed night: leads about somebody whom the other list does not name on any of its nights. */
  readonly added: readonly ListedLead[];
  readonly removed: readonly ListedLead[];
  /** Of those removed, the ones that reviewers confirmed. */
  readonly confirmed_lost: readonly ListedLead[];
}

/** The leads that differ, and the exceptions. */
export interface WhatIf extends Difference {
  readonly exceptions: Difference;
}

/**
 * Judges past nights again under other settings, in a copy of the store beside it, which is removed afterwards; the store
 * and its reports stay as they are. The workspace is held while it is copied, and no longer.
 *
 * @throws PipelineError `workspace_held`, `store_missing`, and what judging throws
 */
export async function whatIf(
  {
    workspace,
    settings,
    nights,
  }: { readonly workspace: Workspace; readonly settings: Settings; readonly nights: readonly Day[] },
  effects: Effects,
  progress: Progress,
): Promise<WhatIf> {
  const [from, to] = [nights[0], nights.at(-1)];
  if (from === undefined || to === undefined)
    throw new PipelineError("no_nights", "no nights to try: the range is empty");
  if (!existsSync(workspace.store))
    throw new PipelineError("store_missing", `nothing has been run in this workspace: ${workspace.root}`);
  const folder = join(workspace.root, `whatif-${effects.pid}`);
  mkdirSync(folder, { mode: 0o700 });
  try {
    const copy = await copyStore(workspace, folder, effects, `whatif ${from}…${to}`);
    const store = await Store.open(copy, join(folder, "spill"), { ...settings.store, readable: [] });
    try {
      await migrate(store);
      await foldJournal(store, readJournal(workspace.journal).kept, readAccounts(workspace.accounts));
      const listed = async () => {
        await standDecisions(store, NOW_AND_EVER, settings.home.time_zone);
        const queued = (queue: string) => store.rows(LISTED, listedShape, { from, to, queue });
        return { leads: await queued("leads"), exceptions: await queued("exceptions") };
      };
      const before = await listed();
      await store.run(FORGET_VERDICTS, { first: addDays(from, -CALIBRATION_NIGHTS), to });
      const judges = { store, settings, detectors };
      for (const night of nights) {
        await warmUp(judges, night, {
          begin: (count) => progress.stage("judging earlier nights under these settings", count),
          done: (earlier) => progress.step(earlier),
        });
        if (night === from) progress.stage("judging nights under these settings", nights.length);
        await judgeNight(judges, night);
        progress.step(night);
      }
      const after = await listed();
      return {
        ...difference(before.leads, after.leads),
        exceptions: difference(before.exceptions, after.exceptions, byRule),
      };
    } finally {
      store.close();
    }
  } finally {
    progress.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What makes two entries of lists the same: whom a lead is about, whatever detector speaks; for a rule the rule as well. */
type Key = (lead: ListedLead) => readonly string[];
const byEntity: Key = ({ night, entity_type, entity_id }) => [night, entity_type, entity_id];
export const byRule: Key = (exception) => [...byEntity(exception), exception.detector];

/** What stands in one list and not in the other. */
export function difference(
  before: readonly ListedLead[],
  after: readonly ListedLead[],
  key: Key = byEntity,
): Difference {
  const removed = absentFrom(before, after, key);
  return {
    before_count: new Set(before.map(({ flag_id }) => flag_id)).size,
    after_count: new Set(after.map(({ flag_id }) => flag_id)).size,
    added: absentFrom(after, before, key),
    removed,
    confirmed_lost: removed.filter(({ is_confirmed }) => is_confirmed),
  };
}

/** Of each episode of `list` that `other` names on none of its nights, the first night. */
function absentFrom(list: readonly ListedLead[], other: readonly ListedLead[], key: Key): ListedLead[] {
  const wordOf = (lead: ListedLead) => JSON.stringify(key(lead));
  const named = new Set(other.map(wordOf));
  const episodes = new Map<string, ListedLead[]>();
  for (const lead of list) episodes.set(lead.flag_id, [...(episodes.get(lead.flag_id) ?? []), lead]);
  return [...episodes.values()].flatMap((nights) =>
    nights.some((lead) => named.has(wordOf(lead))) ? [] : nights.slice(0, 1),
  );
}

async function copyStore(workspace: Workspace, folder: string, effects: Effects, command: string): Promise<string> {
  const lock = await holdWorkspace(workspace, { pid: effects.pid, command, since: effects.now() });
  try {
    const copy = join(folder, "store.duckdb");
    copyFileSync(workspace.store, copy);
    if (existsSync(`${workspace.store}.wal`)) copyFileSync(`${workspace.store}.wal`, `${copy}.wal`);
    return copy;
  } finally {
    lock.release();
  }
}
