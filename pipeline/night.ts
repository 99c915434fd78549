import { z } from "zod";
import { addDays, type Day } from "../data/days.js";
import { policyOf } from "../data/policy/overlay.js";
import type { Settings } from "../data/settings/shape.js";
import type { Store } from "../data/store/store.js";
import type { Detector } from "../detectors/card.js";
import { rules } from "../detectors/rules/index.js";
import { calibrate } from "./stages/calibrate.js";
import { checkRules } from "./stages/check-rules.js";
import { combine } from "./stages/combine.js";
import { detect } from "./stages/detect.js";
import { flag } from "./stages/flags.js";
import { lateNights } from "./stages/late-nights.js";
import { auditRights } from "./stages/rights-audit.js";
import { standDecisions } from "./stages/standing.js";

/** What a night is judged with. */
export interface Judges {
  readonly store: Store;
  readonly settings: Settings;
  readonly detectors: readonly Detector[];
}

/**
 * Nights before tonight that are judged first where nothing has been: two months. For 100 people they give 6,000 scores, of
 * which 300 lie in the upper twentieth to which the tail is fitted; what calibration looks back on grows from there.
 */
const WARM_UP_NIGHTS = 60;

const UNJUDGED = /* sql */ `
  SELECT day
  FROM (SELECT DISTINCT day FROM source_hour WHERE day BETWEEN $first::DATE AND $last::DATE)
  WHERE day NOT IN (SELECT night FROM verdict)
  ORDER BY day
`;

/**
 * Judges one night, from its features to its flags, and again the earlier ones of which records came only now. Each stage
 * replaces the night's rows in one transaction.
 */
export async function judgeNight(judges: Judges, night: Day): Promise<void> {
  const { store, settings, detectors } = judges;
  for (const late of await lateNights(store, night)) await weigh(judges, late);
  await weigh(judges, night);
  await flag(store, night, detectors, settings);
  const policy = policyOf(settings.policy);
  await checkRules(store, night, { rules, settings, policy });
  await auditRights(store, night, { policy, home_nation: settings.home.nation });
}

/**
 * Gives a night the earlier verdicts that its calibration looks back on: an installation that begins with a history of
 * logs has them judged first, without lists or reports. Nights that have been judged stay as they are.
 */
export async function warmUp(judges: Judges, night: Day, told: WarmUpProgress): Promise<void> {
  const range = { first: addDays(night, -WARM_UP_NIGHTS), last: addDays(night, -1) };
  const unjudged = await judges.store.rows(UNJUDGED, z.object({ day: z.string() }), range);
  if (unjudged.length > 0) told.begin(unjudged.length);
  for (const { day } of unjudged) {
    await weigh(judges, day);
    told.done(day);
  }
}

/** What is told while earlier nights are judged: how many there are, then each. */
export interface WarmUpProgress {
  begin(count: number): void;
  done(night: Day): void;
}

/**
 * One p-value per entity, with confirmed concerns known to what is called ordinary: detect, calibrate, combine. All of it or
 * none, so that a night with verdicts has its p-values too, whenever the process ended.
 */
async function weigh({ store, settings, detectors }: Judges, night: Day): Promise<void> {
  await store.transaction(async () => {
    await standDecisions(store, night, settings.home.time_zone);
    await detect(store, night, detectors, settings);
    await calibrate(store, night, detectors, settings);
    await combine(store, night, detectors, settings);
  });
}
