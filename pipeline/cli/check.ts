import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { lastFullDay } from "../../data/days.js";
import { PipelineError } from "../../data/errors.js";
import { policyOf } from "../../data/policy/overlay.js";
import { loadSettings } from "../../data/settings/load.js";
import { migrate } from "../../data/store/migrate.js";
import { Store } from "../../data/store/store.js";
import type { Effects } from "../effects.js";
import { ingest } from "../ingest/ingest.js";
import type { FileReport } from "../ingest/summary.js";
import { EXIT, type Installation, withInstallation } from "./options.js";
import { print, sayReading } from "./output.js";

/** `sharewatch check`: reads everything into a store in memory, tells what came of it and forgets it. */
export function checkCommand(effects: Effects, exit: (status: number) => void): Command {
  return withInstallation(new Command("check"))
    .summary("settings and feeds: what would be read, what would be refused; writes nothing")
    .action(async (options: Installation) => {
      const { settings, file } = loadSettings(options.config ?? null, options.feeds);
      const folder = mkdtempSync(join(tmpdir(), "sharewatch-check-"));
      try {
        const feeds = existing(options.feeds);
        const readable = [feeds, realpathSync(folder)];
        const store = await Store.open(":memory:", join(folder, "spill"), { ...settings.store, readable });
        await migrate(store);
        const night = lastFullDay(effects.now(), settings.home.time_zone);
        const summary = await ingest(store, { feeds, night, settings, tmp: folder });
        store.close();
        print(
          `settings: ${file ?? "none given: the stated defaults"}; home ${settings.home.nation}, ${settings.home.time_zone}`,
          `policy: ${policyOf(settings.policy).pack.version}`,
          ...summary.files.map(told),
        );
        exit(sayReading(summary) ? EXIT.incomplete : EXIT.done);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}

function told({ path, format, feed, rows_read, accepted, duplicate, refused }: FileReport): string {
  return `${path}: ${format ?? feed}: ${rows_read} rows = ${accepted} accepted + ${duplicate} duplicate + ${refused} refused`;
}

function existing(feeds: string): string {
  try {
    return realpathSync(feeds);
  } catch (cause) {
    throw new PipelineError("feeds_missing", `feeds folder not found: ${feeds}`, { feeds }, { cause });
  }
}
