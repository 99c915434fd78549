import { type Agreement, REVIEWED_PURPOSES } from "./agreements.js";
import { HOME_ZONE } from "./clock.js";
import type { SharingRequest, Step, StepName, Tier } from "./custody.js";
import type { Item } from "./material.js";
import type { Actor, Role } from "./people.js";
import type { Random } from "./random.js";
import type { Scene } from "./scene.js";
import { nextAtWork } from "./staffing.js";

const HOUR = 3600;

/** What a request is before anybody has worked on it. `slowness` multiplies the desk's waiting times; 1 is usual. */
export interface Asking {
  readonly key: string;
  readonly at: number;
  readonly requester: Actor;
  readonly agreement: Agreement;
  readonly item: Item;
  readonly tier: Tier;
  readonly purpose: string;
  readonly slowness: number;
  /** How it will be decided, and by whom when that is not left to the rota. */
  readonly decision: "approved" | "denied" | "withdrawn";
  readonly approver?: Actor;
}

/** Median wait before a step, hours, by tier; fictional, so that nine requests in ten are decided within their target. */
const WAITS: Readonly<Record<Tier, Readonly<Record<"assess" | "rights" | "decide" | "release", number>>>> = {
  routine: { assess: 16, rights: 14, decide: 24, release: 5 },
  priority: { assess: 4, rights: 4, decide: 7, release: 2 },
  immediate: { assess: 0.6, rights: 0.7, decide: 0.8, release: 0.4 },
};

/** Log standard deviation of waits: heavy-tailed, as offices are. */
const WAIT_SIGMA = 0.7;

/** The least wait between two steps, hours: nobody reads an item and decides in less. */
const LEAST_WAIT = 0.3;

/** Days from receipt to the review after the fact: urgent ones at once, all within two weeks. */
const REVIEW_DAYS: Readonly<Record<Tier, readonly [number, number]>> = {
  routine: [3, 9],
  priority: [2, 7],
  immediate: [0.2, 1.2],
};

/** Shares of received items that are reported as used, and later corrected; fictional. */
const USED = 0.85;
const CORRECTED = 0.02;

/** Clauses cited with a decision, all fictional. */
const GROUNDS: Readonly<Record<"approved" | "denied" | "withdrawn", string>> = {
  approved: "Sharing Guide 4.2",
  denied: "Sharing Guide 4.6",
  withdrawn: "",
};

const BASES = ["Intelligence Sharing Act s. 3", "Intelligence Sharing Act s. 5"];

/** Carries a request from its first step to its review, or as far as the end of the world. */
export function runRequest(scene: Scene, asking: Asking, random: Random): SharingRequest {
  const { requester, tier, purpose, agreement, item, decision, slowness } = asking;
  const steps: Step[] = [{ step: "requested", at: asking.at, actor: requester, rule: null }];
  const desk = (role: Role): Actor[] =>
    scene.actors.filter((actor) => actor.role === role && actor.id !== requester.id);
  const liaisons = scene.actors.filter(({ role, nation }) => role === "liaison" && nation.code === agreement.partner);
  const last = (): number => steps.at(-1)?.at ?? asking.at;
  const wait = (hours: number): number => HOUR * Math.max(LEAST_WAIT, random.lognormal(hours, WAIT_SIGMA));
  const take = (step: StepName, pool: readonly Actor[], earliest: number, rule: string | null = null): Step | null => {
    const next = nextAtWork(scene, pool, earliest, random);
    if (next === null || next.at >= scene.end) return null;
    const taken = { step, at: next.at, actor: next.actor, rule };
    steps.push(taken);
    return taken;
  };
  const waits = WAITS[tier];
  const done = (): SharingRequest => ({
    key: asking.key,
    partner: agreement.partner,
    tier,
    purpose,
    agreement: agreement.id,
    basis: random.pick(BASES),
    item,
    steps: steps.sort((a, b) => a.at - b.at),
  });

  if (take("risk_assessed", desk("assessor"), last() + slowness * wait(waits.assess)) === null) return done();
  if (REVIEWED_PURPOSES.includes(purpose)) {
    if (take("rights_reviewed", desk("rights_reviewer"), last() + slowness * wait(waits.rights)) === null)
      return done();
  }
  const deciders = decision === "withdrawn" ? [requester] : asking.approver ? [asking.approver] : desk("approver");
  const decided = take(decision, deciders, last() + slowness * wait(waits.decide), GROUNDS[decision] || null);
  if (decided === null || decision !== "approved") return done();
  if (take("released", desk("releaser"), last() + wait(waits.release)) === null) return done();
  const received = take("received", liaisons, last() + 120);
  if (received === null) return done();
  if (random.chance(USED)) take("used", liaisons, received.at + 24 * HOUR * random.between(0.3, 6));
  if (random.chance(CORRECTED)) take("corrected", desk("releaser"), received.at + 24 * HOUR * random.between(4, 15));
  const hands = new Set(steps.map(({ actor }) => actor.id));
  const reviewers = scene.actors.filter(
    ({ role, id }) => (role === "reviewer" || role === "assessor") && !hands.has(id),
  );
  const [soonest, latest] = REVIEW_DAYS[tier];
  take("reviewed", reviewers, received.at + 24 * HOUR * random.between(soonest, latest));
  if (item.destroyBy !== null && item.destroyBy <= scene.world.days) {
    take("destroyed", liaisons, scene.clock.midnight(HOME_ZONE, item.lastUse + 1));
  }
  return done();
}
