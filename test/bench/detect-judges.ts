import { addDays } from "../../data/days.js";
import { Random } from "../../data/sample/random.js";
import { hashUniform } from "../../data/statistics/hash-uniform.js";
import { fitRecalibration, type Recalibration, scoreClass } from "../../data/statistics/recalibration.js";
import type { Detector, JudgedCase } from "../../detectors/card.js";
import type { ApproverCase } from "../../detectors/cases/approver-panel.js";
import type { RequestCase } from "../../detectors/cases/request-panel.js";
import { hurriedApproval } from "../../detectors/leads/approvals.js";
import { delay } from "../../detectors/leads/delay.js";
import { calibrationTable, type Stream } from "./detect-calibration.js";

/** Worlds of a few partners and approvers each, who never change: as many entity-nights as years of one world. */
const WORLDS = 24;
const ENTITIES = 8;
const DAYS = 220;
/** Every second night is judged, from where there is a baseline on; those before the half are what calibration learns from. */
const FIRST_NIGHT = 100;
const STEP = 2;
const START = "2026-01-01";

/** Tiers, their share, and median days to the assessment and from there to the decision; a decision's spread is about 0.6. */
const TIERS = [
  { tier: "routine", share: 0.6, assessed: 0.6, decided: 0.9 },
  { tier: "priority", share: 0.3, assessed: 0.2, decided: 0.3 },
  { tier: "immediate", share: 0.1, assessed: 0.03, decided: 0.05 },
] as const;
const SPREAD = 0.6;

/** One share of hurried decisions in twenty, approvers about it as their own paces differ. */
const HURRIED = 0.05;

interface Request {
  readonly id: string;
  readonly tier: string;
  readonly asked: number;
  readonly assessed: number;
  readonly decided: number;
}

/** A partner's requests on working days, in clusters, each step an independent log-normal wait at the partner's own pace. */
function requestsOf(world: number, partner: number): Request[] {
  const own = new Random(world, "partner", partner);
  const [rate, pace] = [(2 * own.gamma(3)) / 3, own.lognormal(1, 0.3)];
  return Array.from({ length: DAYS }, (_, day) => day).flatMap((day) => {
    const count = day % 7 < 5 ? own.negativeBinomial(1.4 * rate, 3) : 0;
    return Array.from({ length: count }, (_, turn) => {
      const draw = own.uniform();
      const kind = TIERS.find((_, i) => draw < TIERS.slice(0, i + 1).reduce((sum, { share }) => sum + share, 0));
      const { tier, assessed, decided } = kind ?? TIERS[0];
      const asked = day + own.between(0.3, 0.7);
      const first = asked + own.lognormal(pace * assessed, SPREAD);
      return {
        id: `${day}-${turn}`,
        tier,
        asked,
        assessed: first,
        decided: first + own.lognormal(pace * decided, SPREAD),
      };
    });
  });
}

function requestCase(partner: number, requests: readonly Request[], night: number): RequestCase {
  const end = night + 1;
  const known = requests.filter(({ asked }) => asked < end).sort((a, b) => a.asked - b.asked);
  const ago = (at: number) => (at < end ? end - at : -1);
  return {
    entity_id: `P${partner}`,
    night: addDays(START, night),
    request_ids: known.map(({ id }) => id),
    tiers: known.map(({ tier }) => tier),
    purposes: known.map(() => ""),
    collections: known.map(() => ""),
    weights: known.map(() => 1),
    requested_ago: known.map(({ asked }) => ago(asked)),
    assessed_ago: known.map(({ assessed }) => ago(assessed)),
    decided_ago: known.map(({ decided }) => ago(decided)),
  };
}

/** An approver's decisions by day, and the hurried ones, at their own share. */
function decisionsOf(world: number, approver: number) {
  const own = new Random(world, "approver", approver);
  const share = Math.min(0.5, HURRIED * (own.gamma(4) / 4));
  return Array.from({ length: DAYS }, () => {
    const timed = own.negativeBinomial(2.5, 3);
    return { timed, hurried: Array.from({ length: timed }, () => own.chance(share)).filter(Boolean).length };
  });
}

function approverCase(approver: number, days: ReturnType<typeof decisionsOf>, night: number): ApproverCase {
  const nights_ago = Array.from({ length: Math.min(night, 104) + 1 }, (_, ago) => ago);
  const of = (ago: number) => days[night - ago] ?? { timed: 0, hurried: 0 };
  const timed = nights_ago.map((ago) => of(ago).timed);
  return {
    entity_id: `B${approver}`,
    nights_ago,
    all_counts: timed.map((count) => ENTITIES * count),
    weights: nights_ago.map(() => 1),
    own_counts: timed,
    timed_counts: timed,
    hurried_counts: nights_ago.map((ago) => of(ago).hurried),
  };
}

/** One world's nights of one detector, by its own law and as recalibrated on the nights before. */
function judgeWorld(world: number, detector: Detector, casesOf: (night: number) => readonly unknown[]): Stream[] {
  const counts = new Map<number, number>();
  const streams = new Map<string, number[]>();
  let nights = 0;
  for (let night = FIRST_NIGHT; night < DAYS; night += STEP) {
    const judged = detector.judgeAll(casesOf(night), {});
    const classes = [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
    const fit = fitRecalibration(classes, { nights: Math.max(1, nights) });
    if (night >= (FIRST_NIGHT + DAYS) / 2)
      for (const one of judged) keep(streams, one, { fit, world, night, detector });
    for (const { verdict } of judged)
      if (verdict.status === "scored")
        counts.set(scoreClass(verdict.p_mid), (counts.get(scoreClass(verdict.p_mid)) ?? 0) + 1);
    nights += 1;
  }
  return [...streams].map(([key, p]) => {
    const [stream = "", entity_id = ""] = key.split("/");
    return { stream, entity_id: `${world} ${entity_id}`, is_seen: true, p };
  });
}

function keep(
  streams: Map<string, number[]>,
  { entity_id, verdict }: JudgedCase,
  { fit, world, night, detector }: { fit: Recalibration | null; world: number; night: number; detector: Detector },
): void {
  if (verdict.status !== "scored") return;
  const { p_mid } = verdict;
  const u = hashUniform(["judges", detector.id, String(world), String(night), entity_id]);
  const step = fit?.recalibrate(p_mid);
  const carried = step === undefined ? p_mid : step.low + u * (step.high - step.low);
  for (const [name, p] of [
    ["mid-p of its own law", p_mid],
    ["recalibrated", carried],
  ] as const) {
    const key = `${detector.id}, ${name}/${entity_id}`;
    streams.set(key, [...(streams.get(key) ?? []), p]);
  }
}

/**
 * Rates of the judges of few entities over simulated ones that never change: what a world with eight partners cannot tell.
 * `delay` and `hurried-approval`, the mid-p-values of their own law and as recalibrated for the flags, over nominal.
 */
export function benchJudges(say: (text: string) => void): void {
  const streams = Array.from({ length: WORLDS }, (_, world) => world).flatMap((world) => {
    const requests = Array.from({ length: ENTITIES }, (_, partner) => requestsOf(world, partner));
    const decisions = Array.from({ length: ENTITIES }, (_, approver) => decisionsOf(world, approver));
    return [
      ...judgeWorld(world, delay, (night) => requests.map((own, partner) => requestCase(partner, own, night))),
      ...judgeWorld(world, hurriedApproval, (night) =>
        decisions
          .map((own, approver) => ({ own, approver }))
          .filter(({ own }) => (own[night]?.timed ?? 0) > 0)
          .map(({ own, approver }) => approverCase(approver, own, night)),
      ),
    ];
  });
  say(
    `${WORLDS} simulated worlds of ${ENTITIES} partners and approvers who never change:\n${calibrationTable(streams)}`,
  );
}
