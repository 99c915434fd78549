import { actorDay, actorHour, partnerDay, sourceHour } from "./days.js";
import type { Feature } from "./feature.js";
import { firstSeenCollection, firstSeenObject } from "./first-seen.js";

/** Every feature table, in the order of their making: a table stands after those it reads. */
export const features: readonly Feature[] = [
  firstSeenObject,
  firstSeenCollection,
  actorDay,
  actorHour,
  partnerDay,
  sourceHour,
];
