import type { Random } from "./random.js";
import type { WorldParameters } from "./world.js";

/** A person's own ways. Seconds after local midnight, shares in [0, 1], days by number. */
export interface Habits {
  /** Events of an ordinary working day. */
  readonly rate: number;
  /** Negative-binomial size of the daily count: small means restless. */
  readonly size: number;
  readonly startsAt: number;
  readonly worksFor: number;
  readonly novelty: number;
  readonly searching: number;
  readonly taking: number;
  readonly printing: number;
  readonly failing: number;
  readonly weekends: number;
  readonly evenings: number;
  readonly travelling: number;
  readonly sites: readonly [usual: string, other: string];
  readonly addresses: readonly [usual: string, other: string];
  /** Absences, first and last day. */
  readonly leaves: readonly (readonly [number, number])[];
  /** Where an eight-day shift cycle begins for this person; null for those who work by day. */
  readonly shiftPhase: number | null;
}

const HOUR = 3600;

/** Mean events of a working day by role; fictional, chosen so that 120 actors make about 110,000 events in 120 days. */
const MEAN_RATE: Readonly<Record<string, number>> = { analyst: 12, liaison: 9, service: 16 };
const DESK_RATE = 7;

/** Gamma shape of the rates between people: a coefficient of variation of 0.6, as heavy as office logs commonly are. */
const RATE_SHAPE = 2.8;

/** Negative-binomial sizes: jobs are nearly Poisson, people's days vary by 40 to 65 % beyond it. */
const SERVICE_SIZE = 40;
const PERSON_SIZE = [2.5, 7] as const;

/** Nobody works less than this share of the role's mean: people who never log in tell nothing. */
const LEAST_RATE = 0.15;

/** Leave: one or two absences in four months, five to twelve days; one person in twenty is away for three to four weeks. */
const DAYS_PER_LEAVE = 80;
const LONG_LEAVE = 0.05;

function drawLeaves(random: Random, days: number): [number, number][] {
  const leaves: [number, number][] = Array.from({ length: random.poisson(days / DAYS_PER_LEAVE) }, () => {
    const first = random.below(days);
    return [first, first + 4 + random.below(8)];
  });
  if (!random.chance(LONG_LEAVE)) return leaves;
  const first = random.below(days);
  return [...leaves, [first, first + 21 + random.below(8)]];
}

function address(random: Random): string {
  return `10.${20 + random.below(60)}.${random.below(250)}.${2 + random.below(250)}`;
}

/** One person's habits; ranges are fictional, wide enough that no two people look alike and none looks like a machine. */
export function drawHabits(
  random: Random,
  world: WorldParameters,
  who: { readonly role: string; readonly isWatch: boolean; readonly nation: string },
): Habits {
  const isService = who.role === "service";
  const mean = (MEAN_RATE[who.role] ?? DESK_RATE) * world.rate;
  const places = isService ? ["CENTRE", "CENTRE"] : random.sample(["NORTH", "RIVER", "CITADEL"], 2);
  return {
    rate: isService
      ? mean * random.between(0.6, 1.6)
      : mean * (LEAST_RATE + ((1 - LEAST_RATE) * random.gamma(RATE_SHAPE)) / RATE_SHAPE),
    size: isService ? SERVICE_SIZE : random.between(...PERSON_SIZE),
    startsAt: isService ? random.below(5) * HOUR : Math.round(random.between(6.75, 9.5) * HOUR),
    worksFor: Math.round(random.between(7.5, 9.5) * HOUR),
    novelty: random.between(0.06, 0.3),
    searching: random.between(0.12, 0.32),
    taking: random.between(0.05, 0.25),
    printing: random.between(0.1, 0.4),
    failing: random.between(0.001, 0.012),
    weekends: random.chance(0.3) ? random.between(0.02, 0.15) : 0.004,
    evenings: random.between(0.01, 0.08),
    travelling: random.chance(0.4) ? random.between(0.01, 0.06) : 0,
    sites: [`${who.nation}-${places[0]}`, `${who.nation}-${places[1]}`],
    addresses: [address(random), address(random)],
    leaves: isService ? [] : drawLeaves(random, world.days),
    shiftPhase: who.isWatch ? random.below(8) : null,
  };
}
