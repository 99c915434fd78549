import type { SharingRequest } from "../custody.js";
import type { SampleEvent } from "../events.js";
import type { Scene } from "../scene.js";
import { type Plan, type Scenario, Stage, scenarioId } from "./plan.js";
import { delay, partnerSurge, releasability, selfApproval } from "./sharing.js";
import { deniedProbe, dormant, newSite, offHours, snooping } from "./straying.js";
import { bulkDownload, exportShift, retention, slowDrip } from "./taking.js";

/** The reader's patterns, one person each. */
const READING = [bulkDownload, offHours, snooping, slowDrip, deniedProbe, dormant, exportShift, newSite, retention];

/** Every pattern of a world but the hole in a log, which only exists once the log is numbered; fewer in a small world. */
export function plant(scene: Scene, ordinary: readonly SampleEvent[], requests: readonly SharingRequest[]): Plan[] {
  const stage = new Stage(scene, ordinary, requests);
  return [
    ...READING.map((pattern) => pattern(stage)).filter((plan) => plan !== null),
    ...releasability(stage),
    ...selfApproval(stage),
    partnerSurge(stage),
    delay(stage),
  ];
}

export function scenarioOf(scene: Scene, plan: Plan): Scenario {
  return {
    id: scenarioId(plan.type),
    type: plan.type,
    entity_type: plan.entityType,
    entity: plan.entity,
    first_day: scene.clock.date(plan.days[0]),
    last_day: scene.clock.date(plan.days[1]),
    also: plan.also ?? [],
  };
}
