import { z } from "zod";
import { PipelineError } from "../data/errors.js";
import { readAccounts } from "../data/review/accounts.js";
import { readJournal } from "../data/review/journal.js";
import type { LoadedSettings } from "../data/settings/load.js";
import { holdWorkspace } from "../data/store/lock.js";
import { migrate } from "../data/store/migrate.js";
import { Store } from "../data/store/store.js";
import type { Workspace } from "../data/workspace.js";
import type { ReportPeriod } from "./cli/period.js";
import type { Effects } from "./effects.js";
import { Publisher } from "./manifest/publisher.js";
import { signerOf } from "./manifest/signer.js";
import { lastPublished } from "./nights.js";
import { recoverReports } from "./publish.js";
import { foldJournal } from "./stages/feedback.js";
import { measure } from "./stages/measure.js";
import { publicEditionOf } from "./stages/public-edition.js";
import { originOf, renderOversight } from "./stages/render-oversight.js";
import { renderPublic } from "./stages/render-public.js";
import { VERSION } from "./version.js";

const NIGHTS = /* sql */ `
  SELECT max(night) AS last_night, count(*)::INTEGER AS night_count
  FROM night
  WHERE is_published AND night BETWEEN $first::DATE AND $last::DATE
`;

/** What came of a report: the last night it stands on, how many nights it has, whether its files changed, and what was amiss. */
export interface ReportOutcome {
  readonly last_night: string;
  readonly night_count: number;
  readonly is_written: boolean;
  readonly notes: readonly string[];
}

/**
 * The oversight report of a month, quarter or year, from the nights that have been run in it: everything stands as at the
 * end of the last of them, and a period that is not over is reported up to there.
 *
 * @throws PipelineError `no_nights` where none has been run in it; `signing_key_…`, `workspace_held`, `ledger_…`
 */
export async function report(
  { workspace, loaded, period }: { workspace: Workspace; loaded: LoadedSettings; period: ReportPeriod },
  effects: Effects,
): Promise<ReportOutcome> {
  const holder = { pid: effects.pid, command: `report ${period.name}`, since: effects.now() };
  const signer = signerOf(workspace, loaded);
  const lock = await holdWorkspace(workspace, holder);
  try {
    recoverReports(workspace);
    const store = await Store.open(workspace.store, workspace.spill, { ...loaded.settings.store, readable: [] });
    try {
      await migrate(store);
      const shape = z.object({ last_night: z.string().nullable(), night_count: z.number() });
      const { last_night, night_count } = await store.row(NIGHTS, shape, { first: period.first, last: period.last });
      if (last_night === null)
        throw new PipelineError("no_nights", `no night has been run in the period: ${period.name}`, {
          first: period.first,
          last: period.last,
          next: "run its nights first: sharewatch run --from FIRST --to LAST",
        });
      const journal = readJournal(workspace.journal);
      const accounts = readAccounts(workspace.accounts);
      const publisher = await Publisher.open(store, { workspace, loaded, signer, journal, accounts });
      await foldJournal(store, journal.kept, accounts);
      const night = (await lastPublished(store)) ?? last_night;
      const told = await publicEditionOf(store, period, { night, settings: loaded.settings, version: VERSION });
      const measured = await measure(store, { first: period.first, last: last_night }, loaded.settings);
      const origin = await originOf(store, last_night, loaded, VERSION);
      const words = last_night === period.last ? period.words : `${period.words}, up to ${last_night}`;
      const files = [...renderOversight(measured, origin, words), ...renderPublic(told, last_night, loaded.settings)];
      const folder = { kind: "period" as const, name: period.name, night: last_night, marking: origin.marking, files };
      return { last_night, night_count, is_written: await publisher.publish(folder), notes: publisher.notes };
    } finally {
      store.close();
    }
  } finally {
    lock.release();
  }
}
