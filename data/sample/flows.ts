import { type SharingRequest, stepOf } from "./custody.js";
import { act, type SampleEvent } from "./events.js";
import type { Item } from "./material.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";
import { nextAtWork } from "./staffing.js";

/** An originator's consent that a partner be given its item. Instants in epoch seconds. */
export interface Consent {
  readonly item: Item;
  readonly partner: string;
  readonly from: number;
}

/** One in twelve items received by a partner that may pass material on is passed on; fictional. */
const PASSED_ON = 1 / 12;

const HOUR = 3600;

/** TOP SECRET goes by courier one time in four: fictional, so that both channels occur. */
const BY_COURIER = 0.25;

/** The logged acts of one request: those who decide open the item, the releaser shares it, the partner receives it. */
export function requestEvents(scene: Scene, request: SharingRequest, id: string): SampleEvent[] {
  const random = new Random(scene.world.seed, "flow", request.key);
  const { item, partner } = request;
  const events: SampleEvent[] = [];
  for (const { step, at, actor } of request.steps) {
    const isReading = ["risk_assessed", "rights_reviewed", "approved", "denied"].includes(step);
    if (isReading) events.push(act(actor, at - 90 - random.below(600), "view", { item, request: id }));
  }
  const released = stepOf(request, "released");
  if (released === undefined) return events;
  const channel = item.level === "TOP SECRET" && random.chance(BY_COURIER) ? "courier" : "tls1.3";
  const flow = { source: "gateway", item, partner, request: id, channel } as const;
  events.push(act(released.actor, released.at, "share", flow));
  const received = stepOf(request, "received");
  if (received === undefined) return events;
  events.push(act(received.actor, received.at, "receive", flow));
  const others = item.releasable.filter((code) => code !== partner && code !== item.originator);
  const mayPass = scene.agreements.some((each) => each.partner === partner && each.onward) && others.length > 0;
  if (!mayPass || !random.chance(PASSED_ON)) return events;
  const liaisons = scene.actors.filter(({ role, nation }) => role === "liaison" && nation.code === partner);
  const next = nextAtWork(scene, liaisons, received.at + 24 * HOUR * random.between(1, 12), random);
  const recipient = random.pick(others);
  if (next !== null) events.push(act(next.actor, next.at, "forward", { source: "gateway", item, partner: recipient }));
  return events;
}

/** The consents behind every flow of an item to somebody else than its originator, given the day before the first one. */
export function consentsFor(events: readonly SampleEvent[], isOwed: (event: SampleEvent) => boolean): Consent[] {
  const consents = new Map<string, Consent>();
  for (const event of events) {
    const { item, partner } = event;
    if (item === null || partner === null || item.originator === partner || !isOwed(event)) continue;
    const key = `${item.id}/${partner}`;
    const from = event.at - 24 * HOUR;
    const known = consents.get(key);
    if (known === undefined || from < known.from) consents.set(key, { item, partner, from });
  }
  return [...consents.values()].sort((a, b) => a.from - b.from || (a.item.id < b.item.id ? -1 : 1));
}
