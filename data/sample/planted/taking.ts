import { act, type SampleEvent } from "../events.js";
import type { Item } from "../material.js";
import type { Actor } from "../people.js";
import type { Random } from "../random.js";
import { Reader } from "../reading.js";
import { type Plan, type Stage, scenarioId } from "./plan.js";

/** Different items that an actor may open on a day, of collections of their own. */
export function openTo(stage: Stage, actor: Actor, day: number): Item[] {
  const reader = new Reader(stage.scene, actor);
  return stage.scene.items.filter((item) => reader.may(item, day));
}

function span(days: readonly number[]): [number, number] {
  return [Math.min(...days), Math.max(...days)];
}

/** 70 to 110 downloads within a few hours of one working day, of collections the reader works with. */
export function bulkDownload(stage: Stage): Plan | null {
  const type = "bulk_download";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const [day = stage.from] = stage.workdays(actor, stage.from + 14 + random.below(10), 1);
  const items = random.sample(openTo(stage, actor, day), 70 + random.below(41));
  let at = stage.duringWork(actor, day, random);
  const added = items.map((item) => {
    at += Math.round(random.exponential(45));
    return act(actor, at, "download", { item, scenario: scenarioId(type) });
  });
  return { type, entityType: "actor", entity: actor.id, days: [day, day], added };
}

/** Three weeks in which downloads grow day by day from a third of an ordinary day's reading to as much again. */
export function slowDrip(stage: Stage): Plan | null {
  const type = "slow_drip";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const days = stage.workdays(actor, stage.from + 3, 16);
  const added = days.flatMap((day, index): SampleEvent[] => {
    const mean = actor.habits.rate * (0.3 + (0.7 * index) / days.length);
    return random
      .sample(openTo(stage, actor, day), random.poisson(mean))
      .map((item) =>
        act(actor, stage.duringWork(actor, day, random), "download", { item, scenario: scenarioId(type) }),
      );
  });
  return { type, entityType: "actor", entity: actor.id, days: span(days), added };
}

/** Four working days on which three readings in four become prints and exports; the reading itself is as usual. */
export function exportShift(stage: Stage): Plan | null {
  const type = "export_shift";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const days = stage.workdays(actor, stage.from + 8 + random.below(10), 4);
  const turned = stage.ordinary.filter(
    (event) =>
      event.actor === actor.id &&
      event.action === "view" &&
      event.outcome === "success" &&
      days.includes(stage.homeDay(event.at)) &&
      random.chance(0.75),
  );
  const gone = new Set(turned);
  const taken = (draw: Random): "print" | "export" => (draw.chance(0.5) ? "print" : "export");
  return {
    type,
    entityType: "actor",
    entity: actor.id,
    days: span(days),
    added: turned.map((event) => ({ ...event, action: taken(random), scenario: scenarioId(type) })),
    removed: (event) => gone.has(event),
  };
}

/** Two items opened some days after their destroy-by date, though their destruction is attested: a copy was kept. */
export function retention(stage: Stage): Plan | null {
  const type = "retention";
  const random = stage.random(type);
  const { days: length } = stage.scene.world;
  const ended = (actor: Actor): Item[] => {
    const reader = new Reader(stage.scene, actor);
    return stage.scene.items.filter(
      ({ destroyBy, ...item }) =>
        destroyBy !== null &&
        destroyBy > 10 &&
        destroyBy < length - 5 &&
        reader.may({ ...item, destroyBy }, item.lastUse),
    );
  };
  const actor = stage.cast(random, (each) => ended(each).length >= 2);
  if (actor === null) return null;
  const items = random.sample(ended(actor), 2);
  const over = Math.max(...items.map(({ destroyBy }) => destroyBy ?? 0), stage.from);
  const [day = length - 2] = stage.workdays(actor, over + 2, 1);
  return {
    type,
    entityType: "actor",
    entity: actor.id,
    days: [day, day],
    also: items.map(({ id }) => id),
    added: items.map((item) =>
      act(actor, stage.duringWork(actor, day, random), "view", { item, scenario: scenarioId(type) }),
    ),
  };
}
