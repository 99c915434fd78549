import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { addDays, type Day } from "../../data/days.js";
import { writeSample } from "../../data/sample/index.js";
import { loadSettings } from "../../data/settings/load.js";
import { openWorkspace } from "../../data/workspace.js";
import { realEffects } from "../../pipeline/effects.js";
import { silent } from "../../pipeline/progress.js";
import { run } from "../../pipeline/run.js";
import { newFolder } from "../folder.js";

const LONG_DAYS = 180;
const SHORT_DAYS = 30;

/** Nights timed in turn, so that a drift of the machine meets both: the median of their ratios is the figure. */
const NIGHTS = 5;

/** The most that the long history may cost, as a ratio to the short one. */
const RATIO_MAX = 1.5;

const dayOf = (path: string): Day | undefined => /(\d{4}-\d{2}-\d{2})\.csv/.exec(path)?.[1];

/** A nightly run after 180 days of history against the same night after 30: cost must follow what is new. */
export async function benchNight(): Promise<boolean> {
  const world = await writeSample(newFolder(), { days: LONG_DAYS + NIGHTS, planted: false });
  const nights = Array.from({ length: NIGHTS }, (_, index) => addDays(world.last_day, index + 1 - NIGHTS));
  const first = nights[0] ?? world.last_day;
  const long = await installation(world.feeds, addDays(first, -LONG_DAYS), first);
  const short = await installation(world.feeds, addDays(first, -SHORT_DAYS), first);
  const ratios: number[] = [];
  for (const night of nights) {
    const longMs = await long.time(night);
    const shortMs = await short.time(night);
    ratios.push(longMs / shortMs);
    process.stdout.write(
      `night ${night}: ${longMs.toFixed(0)} ms after ${LONG_DAYS} days, ${shortMs.toFixed(0)} ms after ${SHORT_DAYS}\n`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[Math.floor(NIGHTS / 2)] ?? Number.NaN;
  const isMet = median <= RATIO_MAX;
  process.stdout.write(
    `night: median ratio ${median.toFixed(2)} (at most ${RATIO_MAX}): ${isMet ? "met" : "missed"}\n`,
  );
  return isMet;
}

/** An installation whose logs reach from a day to the eve of another, which has run that eve. */
async function installation(feeds: string, from: Day, first: Day) {
  const own = newFolder();
  const workspace = openWorkspace(newFolder());
  const access = readdirSync(join(feeds, "access"), { recursive: true, encoding: "utf8" });
  for (const entry of readdirSync(feeds)) if (entry !== "access") cpSync(join(feeds, entry), join(own, entry));
  mkdirSync(join(own, "access"));
  const deliver = (isDue: (day: Day) => boolean) => {
    for (const file of access) {
      const day = dayOf(file);
      if (day === undefined || !isDue(day)) continue;
      mkdirSync(dirname(join(own, "access", file)), { recursive: true });
      cpSync(join(feeds, "access", file), join(own, "access", file));
    }
  };
  const loaded = loadSettings(null, own);
  const judge = (night: Day) => run({ feeds: own, workspace, loaded, nights: [night] }, realEffects, silent);
  const eve = addDays(first, -1);
  deliver((day) => day >= from && day <= eve);
  await judge(eve);
  return {
    async time(night: Day): Promise<number> {
      deliver((day) => day === night);
      const start = performance.now();
      await judge(night);
      return performance.now() - start;
    },
    remove: () => rmSync(workspace.root, { recursive: true }),
  };
}
