import { dailyTables } from "./access-feed.js";
import { ordinaryWork } from "./behaviour.js";
import { HOME_ZONE } from "./clock.js";
import { act, type SampleEvent } from "./events.js";
import { consentsFor, requestEvents } from "./flows.js";
import * as governance from "./governance-feeds.js";
import { cutHole, entryId, numbered } from "./logbook.js";
import { HOME } from "./nations.js";
import { plant, scenarioOf } from "./planted/index.js";
import type { Plan, Scenario } from "./planted/plan.js";
import { plantedSlowness } from "./planted/sharing.js";
import * as registers from "./register-feeds.js";
import { drawRequests } from "./requests.js";
import { drawScene, type Scene } from "./scene.js";
import { settingsText } from "./settings.js";
import type { Table } from "./table.js";
import { JUDGED_DAYS, type WorldParameters } from "./world.js";

/** A whole world as tables: `feeds` by file name without ending, `access` by `source-date`, and the truth about it. */
export interface SampleWorld {
  readonly settings: string;
  readonly feeds: ReadonlyMap<string, Table>;
  readonly access: ReadonlyMap<string, Table>;
  readonly scenarios: readonly Scenario[];
  readonly injected: Table;
  readonly first_day: string;
  readonly last_day: string;
  readonly eval_from: string;
  readonly actors: number;
  readonly events: number;
}

/** What the records service destroys, a minute before the register attests it. */
function destructions(scene: Scene): SampleEvent[] {
  const service = scene.actors.find(({ role }) => role === "service");
  if (service === undefined) return [];
  return scene.items.flatMap((item) => {
    const at = registers.destroyedAt(scene, item);
    return at === null ? [] : [act(service, at - 60, "destroy", { item, bytes: null })];
  });
}

/** Draws a world. Pure: the same parameters give the same tables. */
export function drawWorld(world: WorldParameters): SampleWorld {
  const scene = drawScene(world);
  const own = drawRequests(scene, world.planted ? plantedSlowness(scene) : () => 1);
  const ordinary = ordinaryWork(scene);
  const plans: Plan[] = world.planted ? plant(scene, ordinary, own) : [];

  const asked = (at: readonly { at: number }[]): number => at[0]?.at ?? 0;
  const requests = [...own, ...plans.flatMap((plan) => plan.requests ?? [])].sort(
    (a, b) => asked(a.steps) - asked(b.steps),
  );
  const ids = new Map(requests.map(({ key }, index) => [key, `SR-${String(index + 1).padStart(5, "0")}`]));
  const flows = requests.flatMap((request) => {
    const scenario = request.key.startsWith("planted/") ? `${request.key.slice("planted/".length)}-1` : null;
    return requestEvents(scene, request, ids.get(request.key) ?? "").map((event) => ({ ...event, scenario }));
  });
  const kept = ordinary.filter((event) => !plans.some((plan) => plan.removed?.(event)));
  const events = [...kept, ...flows, ...destructions(scene), ...plans.flatMap((plan) => plan.added ?? [])];
  const consents = consentsFor(
    events,
    ({ action, item }) => action === "forward" || (action === "share" && item?.originator !== HOME),
  );

  const logbook = numbered(scene, events);
  const scenarios = [...plans, ...(world.planted ? [cutHole(scene, logbook)] : [])].map((plan) =>
    scenarioOf(scene, plan),
  );
  const entries = [...logbook.values()].flat();
  const access = [...logbook].flatMap(([source, log]) =>
    [...dailyTables(scene, log)].map(([date, table]) => [`${source}-${date}`, table] as const),
  );
  return {
    settings: settingsText(HOME, HOME_ZONE),
    feeds: new Map([
      ["actors", registers.actorsTable(scene)],
      ["objects", registers.objectsTable(scene)],
      ["agreements", registers.agreementsTable(scene)],
      [
        "entitlements",
        registers.entitlementsTable(
          scene,
          plans.flatMap((plan) => plan.grants ?? []),
        ),
      ],
      ["sharing_steps", registers.stepsTable(scene, requests, ids)],
      ["consents", registers.consentsTable(scene, consents)],
      ["feedback", governance.feedbackTable(scene, requests, ids)],
      ["authorities", governance.authoritiesTable(scene)],
      ["obligations", governance.obligationsTable(scene)],
      ["recommendations", governance.recommendationsTable(scene)],
      ["incidents", governance.incidentsTable(scene)],
      ["exercises", governance.exercisesTable(scene)],
      ["calendar", governance.calendarTable(scene)],
      ["tiers", governance.tiersTable()],
    ]),
    access: new Map(access),
    scenarios,
    injected: {
      columns: ["event_id", "scenario"],
      rows: entries
        .filter(({ event }) => event.scenario !== null)
        .map((entry) => [entryId(entry), entry.event.scenario]),
    },
    first_day: scene.clock.date(0),
    last_day: scene.clock.date(world.days - 1),
    eval_from: scene.clock.date(world.days - JUDGED_DAYS),
    actors: scene.actors.length,
    events: entries.length,
  };
}
