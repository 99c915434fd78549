import { actorActionDay } from "./actor-actions.js";
import { actorChangeDay } from "./actor-changes.js";
import { actorClassGrantDay } from "./actor-class-grants.js";
import { actorClassDay, actorDay, actorDayPast, actorHour } from "./actor-day.js";
import { actorCollectionDay, actorCollectionPast, actorPlaceDay, actorPlacePast } from "./actor-ground.js";
import { partnerDay, sourceHour } from "./days.js";
import type { Feature } from "./feature.js";
import { firstDelivery } from "./first-delivery.js";
import { firstSeenObject } from "./first-seen.js";
import { partnerClassDay } from "./partner-class.js";
import { sourceDay, sourceDelivery, sourceGap } from "./source-day.js";

/** Every feature table, in the order of their making: a table stands after those it reads. */
export const features: readonly Feature[] = [
  firstSeenObject,
  actorDay,
  actorDayPast,
  actorHour,
  actorClassDay,
  actorClassGrantDay,
  actorChangeDay,
  actorActionDay,
  actorCollectionDay,
  actorCollectionPast,
  actorPlaceDay,
  actorPlacePast,
  partnerDay,
  partnerClassDay,
  sourceHour,
  sourceDay,
  sourceGap,
  sourceDelivery,
  firstDelivery,
];
