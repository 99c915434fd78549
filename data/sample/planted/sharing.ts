import type { Agreement } from "../agreements.js";
import { HOME_ZONE } from "../clock.js";
import { isWithin } from "../collections.js";
import { type SharingRequest, stepOf } from "../custody.js";
import { act, type SampleEvent } from "../events.js";
import { runRequest } from "../lifecycle.js";
import { type Item, isOpen } from "../material.js";
import { HOME } from "../nations.js";
import type { Actor } from "../people.js";
import { Random } from "../random.js";
import { Reader } from "../reading.js";
import { askable, LIFE_LEFT_DAYS, type Slowness } from "../requests.js";
import type { Scene } from "../scene.js";
import { nextAtWork } from "../staffing.js";
import { JUDGED_DAYS } from "../world.js";
import { type Plan, type Stage, scenarioId } from "./plan.js";

const DELAYED = "delay";

/** From this judged day on one partner's requests wait three times as long for assessment and decision. */
const DELAY_FROM = 5;
const DELAY_FACTOR = 3;

function delayedPartner(scene: Scene): string {
  return new Random(scene.world.seed, "planted", DELAYED).pick(scene.agreements).partner;
}

/** The desk's slowness in a world with planted patterns: usual but for one partner in the judged days. */
export function plantedSlowness(scene: Scene): Slowness {
  const delayed = delayedPartner(scene);
  const first = scene.world.days - JUDGED_DAYS + DELAY_FROM;
  return (partner, day) => (partner === delayed && day >= first ? DELAY_FACTOR : 1);
}

/** The delay itself is drawn with the requests; this only tells it. */
export function delay(stage: Stage): Plan {
  const days = [stage.from + DELAY_FROM, stage.scene.world.days - 1] as const;
  return { type: DELAYED, entityType: "partner", entity: delayedPartner(stage.scene), days };
}

/** Runs a request for one item, later and later starts being tried until it is received within the world. */
function plantRequest(
  stage: Stage,
  type: string,
  agreement: Agreement,
  choose: (
    day: number,
    random: Random,
  ) => { readonly item: Item | undefined; readonly requester: readonly Actor[]; readonly approver?: Actor },
): SharingRequest | null {
  const { scene } = stage;
  for (let day = stage.from + 4; day < scene.world.days - 3; day += 1) {
    const random = new Random(scene.world.seed, "planted", type, day);
    const { item, requester, approver } = choose(day, random);
    const asked = nextAtWork(scene, requester, scene.clock.midnight(HOME_ZONE, day), random);
    const purpose = agreement.purposes.find((each) => each !== "law-enforcement" && each !== "border-security");
    if (item === undefined || asked === null || purpose === undefined) continue;
    const base = {
      key: `planted/${type}`,
      at: asked.at,
      requester: asked.actor,
      agreement,
      item,
      tier: "priority",
      purpose,
    } as const;
    const request = runRequest(
      scene,
      { ...base, slowness: 1, decision: "approved", ...(approver === undefined ? {} : { approver }) },
      random,
    );
    if (stepOf(request, "received") !== undefined) return request;
  }
  return null;
}

/** An item of home's own within class and collections of the agreement is released to a nation that its list leaves out. */
export function releasability(stage: Stage): Plan[] {
  const type = "releasability";
  const { scene } = stage;
  const agreement = stage.random(type).pick(scene.agreements);
  const liaisons = scene.actors.filter(({ role, nation }) => role === "liaison" && nation.code === agreement.partner);
  const request = plantRequest(stage, type, agreement, (day, random) => {
    const items = scene.items.filter(
      (item) =>
        item.originator === HOME &&
        item.releasable.length > 0 &&
        !item.releasable.includes(agreement.partner) &&
        agreement.collections.includes(item.collection) &&
        isWithin(item.level, agreement.ceiling) &&
        isOpen(item, day) &&
        (item.destroyBy === null || item.destroyBy > day + LIFE_LEFT_DAYS),
    );
    return { item: random.sample(items, 1)[0], requester: liaisons };
  });
  const released = request === null ? undefined : stepOf(request, "released");
  if (request === null || released === undefined) return [];
  const day = stage.homeDay(released.at);
  const last = stage.homeDay(stepOf(request, "received")?.at ?? released.at);
  return [
    {
      type,
      entityType: "actor",
      entity: released.actor.id,
      days: [day, last],
      also: [agreement.partner],
      requests: [request],
    },
  ];
}

/** An approver asks on a partner's behalf and then approves the request alone. */
export function selfApproval(stage: Stage): Plan[] {
  const type = "self_approval";
  const { scene } = stage;
  const random = stage.random(type);
  const agreement = random.pick(scene.agreements);
  const approver = random.pick(scene.actors.filter(({ role }) => role === "approver"));
  const request = plantRequest(stage, type, agreement, (day, draw) => ({
    item: draw.sample(askable(scene, agreement, day), 1)[0],
    requester: [approver],
    approver,
  }));
  const approved = request === null ? undefined : stepOf(request, "approved");
  const received = request === null ? undefined : stepOf(request, "received");
  if (request === null || approved === undefined || received === undefined) return [];
  const days = [stage.homeDay(approved.at), stage.homeDay(received.at)] as const;
  return [{ type, entityType: "actor", entity: approver.id, days, also: [agreement.partner], requests: [request] }];
}

/** For five days all of one partner's people read about as much again, each only mildly more than usual. */
export function partnerSurge(stage: Stage): Plan {
  const type = "partner_surge";
  const { scene } = stage;
  const random = stage.random(type);
  const spelled = scene.spells.flatMap(({ units }) => units);
  const partners = scene.agreements.filter(
    ({ partner }) => !spelled.includes(`${partner}-LIAISON`) && partner !== delayedPartner(scene),
  );
  const { partner } = random.pick(partners);
  const first = stage.from + 8 + random.below(8);
  const people = new Map(
    scene.actors
      .filter(({ role, nation }) => role === "liaison" && nation.code === partner)
      .map((actor) => [actor.id, new Reader(scene, actor)]),
  );
  const added = stage.ordinary.flatMap((event): SampleEvent[] => {
    const reader = people.get(event.actor);
    if (reader === undefined || event.item === null) return [];
    const day = scene.clock.dayOf(reader.actor.nation.zone, event.at);
    if (day < first || day > first + 4 || !random.chance(0.9)) return [];
    const item = reader.next(day, random);
    const scenario = scenarioId(type);
    return item === null ? [] : [act(reader.actor, event.at + 20 + random.below(200), "view", { item, scenario })];
  });
  return { type, entityType: "partner", entity: partner, days: [first, first + 4], also: [...people.keys()], added };
}
