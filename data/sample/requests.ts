import type { Agreement } from "./agreements.js";
import { HOME_ZONE } from "./clock.js";
import type { SharingRequest, Tier } from "./custody.js";
import { runRequest } from "./lifecycle.js";
import { type Item, isOpen } from "./material.js";
import { isWorkday } from "./nations.js";
import { type Actor, mayRead } from "./people.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";
import { nextAtWork } from "./staffing.js";

/** Requests on a partner's working day: fictional, about 750 in 120 days. Gamma shape of partners' own rates. */
const A_DAY = 1.15;
const RATE_SHAPE = 3;

/** Negative-binomial size of a partner's daily requests: they come in clusters. */
const DAY_SIZE = 3;

const TIER_NAMES: readonly Tier[] = ["routine", "priority", "immediate"];
const TIER_WEIGHTS = [62, 30, 8];
const DENIED = 0.08;
const WITHDRAWN = 0.04;

/** One request in four is made by a home reader on a partner's behalf. */
const MADE_AT_HOME = 0.25;

/** People of a unit whose task it is to ask for partners: the first of each unit's rota. */
const ASKERS = 3;

/** An item asked for has at least this long to live: longer than any request takes. Days. */
export const LIFE_LEFT_DAYS = 45;

/** How much slower than usual the desk is with one partner's requests on a day. */
export type Slowness = (partner: string, day: number) => number;

/** Items that a partner may be given on a day: on its list, of its agreement, alive long enough. */
export function askable(scene: Scene, agreement: Agreement, day: number): Item[] {
  return scene.items.filter(
    (item) =>
      item.releasable.includes(agreement.partner) &&
      isOpen(item, day) &&
      (item.destroyBy === null || item.destroyBy > day + LIFE_LEFT_DAYS),
  );
}

function requesterOf(scene: Scene, agreement: Agreement, item: Item, day: number, random: Random): readonly Actor[] {
  const partner = scene.actors.filter(({ role, nation }) => role === "liaison" && nation.code === agreement.partner);
  const home = scene.actors.filter(
    (actor) =>
      actor.role === "analyst" &&
      actor.habits.shiftPhase === null &&
      actor.turn < ASKERS &&
      mayRead(actor, item.collection, day),
  );
  return random.chance(MADE_AT_HOME) && home.length > 0 ? home : partner;
}

/** Every request of the world with its whole life, in the order of asking. */
export function drawRequests(scene: Scene, slowness: Slowness): SharingRequest[] {
  const { world, clock } = scene;
  const requests = scene.agreements.flatMap((agreement) => {
    const nation = scene.nations.find(({ code }) => code === agreement.partner);
    const own =
      (A_DAY * world.rate * new Random(world.seed, "asking", agreement.partner).gamma(RATE_SHAPE)) / RATE_SHAPE;
    const given = new Set<string>();
    return Array.from({ length: world.days }, (_, day) => day).flatMap((day) => {
      if (nation === undefined || !isWorkday(nation, clock, day)) return [];
      const today = new Random(world.seed, "asking", agreement.partner, day);
      return Array.from({ length: today.negativeBinomial(own, DAY_SIZE) }, (_, turn): SharingRequest | null => {
        const key = `${agreement.partner}/${day}/${turn}`;
        const random = new Random(world.seed, "request", key);
        const choice = random.sample(askable(scene, agreement, day), 4).sort((a, b) => b.created - a.created);
        const item = choice.find(({ id }) => !given.has(id));
        if (item === undefined) return null;
        given.add(item.id);
        const opening = clock.midnight(HOME_ZONE, day) + random.below(40_000);
        const asked = nextAtWork(scene, requesterOf(scene, agreement, item, day, random), opening, random);
        if (asked === null || asked.at >= scene.end) return null;
        const fate = random.uniform();
        const decision = fate < DENIED ? "denied" : fate < DENIED + WITHDRAWN ? "withdrawn" : "approved";
        const tier = random.weighted(TIER_NAMES, TIER_WEIGHTS);
        const purpose = random.pick(agreement.purposes);
        const asking = { key, at: asked.at, requester: asked.actor, agreement, item, tier, purpose, decision } as const;
        return runRequest(scene, { ...asking, slowness: slowness(agreement.partner, day) }, random);
      }).filter((request) => request !== null);
    });
  });
  return requests.sort((a, b) => (a.steps[0]?.at ?? 0) - (b.steps[0]?.at ?? 0) || (a.key < b.key ? -1 : 1));
}
