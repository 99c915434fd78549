import { HOME_ZONE } from "../clock.js";
import { WATCH_UNIT } from "../collections.js";
import type { SharingRequest } from "../custody.js";
import type { SampleEvent } from "../events.js";
import type { Actor, Grant } from "../people.js";
import { isOnLeave, presence } from "../presence.js";
import { Random } from "../random.js";
import type { Scene } from "../scene.js";
import { JUDGED_DAYS } from "../world.js";

/** One planted pattern as the truth tells it; dates in the home zone, `also` other entities that it touches. */
export interface Scenario {
  readonly id: string;
  readonly type: string;
  readonly entity_type: "actor" | "partner" | "source";
  readonly entity: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly also: readonly string[];
}

/** What a pattern changes in the world: events added and taken away, rights added, requests added. Days by number, both included. */
export interface Plan {
  readonly type: string;
  readonly entityType: Scenario["entity_type"];
  readonly entity: string;
  readonly days: readonly [first: number, last: number];
  readonly also?: readonly string[];
  readonly added?: readonly SampleEvent[];
  readonly removed?: (event: SampleEvent) => boolean;
  readonly grants?: readonly { readonly actor: string; readonly grant: Grant }[];
  readonly requests?: readonly SharingRequest[];
}

/** The id of a type's only scenario in a sample. */
export function scenarioId(type: string): string {
  return `${type}-1`;
}

/** Readers whose usual day is in this range (events) are cast: too few would be lost, too many would hide everything. */
const USUAL_DAY = [7, 22] as const;

/** The world as planting sees it, with the people already cast set apart, so that no two patterns share one. */
export class Stage {
  readonly #taken = new Set<string>();

  constructor(
    readonly scene: Scene,
    readonly ordinary: readonly SampleEvent[],
    readonly requests: readonly SharingRequest[],
  ) {}

  random(type: string): Random {
    return new Random(this.scene.world.seed, "planted", type);
  }

  /** The first judged day. */
  get from(): number {
    return this.scene.world.days - JUDGED_DAYS;
  }

  /**
   * A day-working home reader without move, leave or shared spell in the judged days, cast for a pattern; null
   * when a world is so small that nobody is left.
   */
  cast(random: Random, suits: (actor: Actor) => boolean = () => true): Actor | null {
    const { scene } = this;
    const judged = Array.from({ length: JUDGED_DAYS }, (_, index) => this.from + index);
    const spelled = scene.spells.filter(({ last }) => last >= this.from).flatMap(({ units }) => units);
    const plain = scene.actors.filter(
      (actor) =>
        actor.role === "analyst" &&
        actor.unit !== WATCH_UNIT &&
        !spelled.includes(actor.unit) &&
        actor.from < 0 &&
        actor.until === null &&
        actor.move === null &&
        !this.#taken.has(actor.id),
    );
    const steady = plain.filter(
      ({ habits }) => habits.rate >= USUAL_DAY[0] * scene.world.rate && habits.rate <= USUAL_DAY[1] * scene.world.rate,
    );
    const present = steady.filter((actor) => judged.filter((day) => isOnLeave(actor, day)).length <= 5);
    const pool = [present, steady, plain].map((list) => list.filter(suits)).find((list) => list.length > 0);
    if (pool === undefined) return null;
    const actor = random.pick(pool);
    this.#taken.add(actor.id);
    return actor;
  }

  /** `count` days, one after the other among an actor's days at work, beginning at or after a judged day; fewer at the end. */
  workdays(actor: Actor, first: number, count: number): number[] {
    const days: number[] = [];
    for (let day = first; day < this.scene.world.days - 1 && days.length < count; day += 1) {
      if (presence(actor, this.scene.clock, day) !== null) days.push(day);
    }
    return days;
  }

  homeDay(instant: number): number {
    return this.scene.clock.dayOf(HOME_ZONE, instant);
  }

  /** An instant of an actor's own working hours of a day, evenly drawn. */
  duringWork(actor: Actor, day: number, random: Random): number {
    const { startsAt, worksFor } = actor.habits;
    return this.scene.clock.instant(actor.nation.zone, day, startsAt + random.between(0.05, 0.9) * worksFor);
  }
}
