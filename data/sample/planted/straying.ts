import { COLLECTIONS } from "../collections.js";
import { act, type SampleEvent } from "../events.js";
import { isOpen } from "../material.js";
import { mayRead } from "../people.js";
import { Random } from "../random.js";
import { Reader } from "../reading.js";
import { type Plan, type Stage, scenarioId } from "./plan.js";

const HOUR = 3600;

/** Days before the world on which the broad right behind new ground was granted; it had never been used. */
const BROAD_GRANT_DAY = -200;

/** Four of six nights on which a day worker opens four to eight usual items between one and half past four. */
export function offHours(stage: Stage): Plan | null {
  const type = "off_hours";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const reader = new Reader(stage.scene, actor);
  const days = stage.workdays(actor, stage.from + 6 + random.below(12), 4);
  const added = days.flatMap((day) =>
    Array.from({ length: 4 + random.below(5) }, (): SampleEvent | null => {
      const at = stage.scene.clock.instant(actor.nation.zone, day, random.between(1, 4.5) * HOUR);
      const item = reader.next(day, random);
      return item === null ? null : act(actor, at, "view", { item, scenario: scenarioId(type) });
    }).filter((event) => event !== null),
  );
  return { type, entityType: "actor", entity: actor.id, days: [Math.min(...days), Math.max(...days)], added };
}

/** Three working days with eight to thirteen items a day from three collections that the reader had a right to and never used. */
export function snooping(stage: Stage): Plan | null {
  const type = "snooping";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const foreign = COLLECTIONS.map(({ name }) => name).filter(
    (name) => !actor.grants.some((g) => g.collection === name),
  );
  const collections = random.sample(foreign, 3);
  const grants = collections.map((collection) => ({ collection, from: BROAD_GRANT_DAY, until: null }));
  const reader = new Reader(stage.scene, { ...actor, grants });
  const days = stage.workdays(actor, stage.from + 10 + random.below(10), 3);
  const added = days.flatMap((day) =>
    random
      .sample(
        stage.scene.items.filter((item) => reader.may(item, day)),
        8 + random.below(6),
      )
      .map((item) => act(actor, stage.duringWork(actor, day, random), "view", { item, scenario: scenarioId(type) })),
  );
  return {
    type,
    entityType: "actor",
    entity: actor.id,
    days: [Math.min(...days), Math.max(...days)],
    added,
    grants: grants.map((grant) => ({ actor: actor.id, grant })),
  };
}

/** Two working days with twelve to twenty refused openings in collections the reader has no right to. */
export function deniedProbe(stage: Stage): Plan | null {
  const type = "denied_probe";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const days = stage.workdays(actor, stage.from + 4 + random.below(18), 2);
  const added = days.flatMap((day) =>
    random
      .sample(
        stage.scene.items.filter((item) => isOpen(item, day) && !mayRead(actor, item.collection, day)),
        12 + random.below(9),
      )
      .map((item) =>
        act(actor, stage.duringWork(actor, day, random), "view", {
          item,
          outcome: "denied",
          scenario: scenarioId(type),
        }),
      ),
  );
  return { type, entityType: "actor", entity: actor.id, days: [Math.min(...days), Math.max(...days)], added };
}

/** Days for which the dormant account is silent before its one return. */
const SILENT_DAYS = 50;

/** An account silent for fifty days opens fourteen to twenty-two items on one day, and is silent again. */
export function dormant(stage: Stage): Plan | null {
  const type = "dormant";
  const random = stage.random(type);
  const { scene } = stage;
  const busy = new Set(stage.requests.flatMap(({ steps }) => steps.map(({ actor }) => actor.id)));
  const actor = stage.cast(random, ({ id }) => !busy.has(id));
  if (actor === null) return null;
  const reader = new Reader(scene, actor);
  const [day = stage.from] = stage.workdays(actor, stage.from + 12 + random.below(10), 1);
  const added = Array.from({ length: 14 + random.below(9) }, (): SampleEvent | null => {
    const item = reader.next(day, random);
    return item === null
      ? null
      : act(actor, stage.duringWork(actor, day, random), "view", { item, scenario: scenarioId(type) });
  }).filter((event) => event !== null);
  const silentFrom = scene.clock.midnight(actor.nation.zone, day - SILENT_DAYS);
  return {
    type,
    entityType: "actor",
    entity: actor.id,
    days: [day, day],
    added,
    removed: (event) => event.actor === actor.id && event.at >= silentFrom,
  };
}

/** Two working days with a login and six to ten readings from a site and address never used before, amid the usual work. */
export function newSite(stage: Stage): Plan | null {
  const type = "new_site";
  const random = stage.random(type);
  const actor = stage.cast(random);
  if (actor === null) return null;
  const reader = new Reader(stage.scene, actor);
  const days = stage.workdays(actor, stage.from + 5 + random.below(16), 2);
  const address = `10.${90 + random.below(8)}.${random.below(250)}.${2 + random.below(250)}`;
  const place = { address, site: `${actor.nation.code}-ANNEX`, scenario: scenarioId(type) };
  const added = days.flatMap((day) => {
    const draw = new Random(stage.scene.world.seed, "planted", type, day);
    const times = Array.from({ length: 6 + draw.below(5) }, () => stage.duringWork(actor, day, draw)).sort(
      (a, b) => a - b,
    );
    const reads = times.flatMap((at) => {
      const item = reader.next(day, draw);
      return item === null ? [] : [act(actor, at, "view", { ...place, item })];
    });
    return [act(actor, (times[0] ?? 0) - 30, "login", place), ...reads];
  });
  return { type, entityType: "actor", entity: actor.id, days: [Math.min(...days), Math.max(...days)], added };
}
