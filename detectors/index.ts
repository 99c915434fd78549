import type { Detector } from "./card.js";
import { newObjects } from "./leads/new-objects.js";
import { offHours } from "./leads/off-hours.js";
import { rareCollections } from "./leads/rare-collections.js";
import { refusals } from "./leads/refusals.js";
import { slowDrift } from "./leads/slow-drift.js";
import { sweep } from "./leads/sweep.js";
import { takeAwayShift } from "./leads/take-away-shift.js";
import { volumeSurge } from "./leads/volume-surge.js";

/** Every detector, in the order of reports. Adding one is adding a file and a line. */
export const detectors: readonly Detector[] = [
  volumeSurge,
  takeAwayShift,
  slowDrift,
  newObjects,
  rareCollections,
  refusals,
  offHours,
  sweep,
];
