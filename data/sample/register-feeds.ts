import { RETENTION_DAYS } from "./agreements.js";
import { DAY, HOME_ZONE } from "./clock.js";
import type { SharingRequest } from "./custody.js";
import type { Consent } from "./flows.js";
import type { Item } from "./material.js";
import type { Actor, Grant } from "./people.js";
import { Random } from "./random.js";
import type { Scene } from "./scene.js";
import type { Table } from "./table.js";

/** Days before and after the world on which agreements begin and end: none changes inside it. */
const IN_FORCE_MARGIN = 400;

/** Consents run for a year. Days. */
const CONSENT_DAYS = 365;

/** Second of the home day at which the records service destroys what is due: half past eight in the evening. */
const DESTROYING_AT = 20.5 * 3600;

/** When an item is destroyed, the day before it must be; null when that lies beyond the logs. Epoch seconds. */
export function destroyedAt(scene: Scene, item: Item): number | null {
  if (item.destroyBy === null) return null;
  const at = scene.clock.instant(HOME_ZONE, item.destroyBy - 1, DESTROYING_AT);
  return at < scene.end - DAY ? at : null;
}

export function actorsTable({ clock, actors }: Scene): Table {
  return {
    columns: [
      "actor_id",
      "kind",
      "nation",
      "unit",
      "role",
      "clearance",
      "time_zone",
      "active_from",
      "active_to",
      "training_valid_to",
    ],
    rows: actors.map((actor) => [
      actor.id,
      actor.role === "service" ? "service" : "person",
      actor.nation.code,
      actor.unit,
      actor.role,
      actor.clearance,
      actor.nation.zone,
      clock.date(actor.from),
      actor.until === null ? null : clock.date(actor.until),
      actor.role === "service" ? null : clock.date(actor.trainingUntil),
    ]),
  };
}

export function objectsTable(scene: Scene): Table {
  const { clock } = scene;
  return {
    columns: ["object_id", "collection", "originator", "marking", "created_at", "destroy_by", "destroyed_at"],
    rows: scene.items.map((item) => {
      const destroyed = destroyedAt(scene, item);
      const { id, collection, originator, marking, created, destroyBy } = item;
      const end = destroyBy === null ? null : clock.date(destroyBy);
      return [
        id,
        collection,
        originator,
        marking,
        clock.date(created),
        end,
        destroyed === null ? null : clock.date(clock.dayOf(HOME_ZONE, destroyed)),
      ];
    }),
  };
}

export function agreementsTable({ world, clock, agreements }: Scene): Table {
  return {
    columns: [
      "agreement_id",
      "partner",
      "max_classification",
      "collections",
      "onward_sharing",
      "retention_days",
      "valid_from",
      "valid_to",
      "purposes",
      "rights_review_valid_to",
      "review_due",
      "contact",
      "contact_checked_at",
    ],
    rows: agreements.map(({ id, partner, ceiling, collections, onward, purposes }) => {
      const random = new Random(world.seed, "paper", id);
      return [
        id,
        partner,
        ceiling,
        collections.join(";"),
        onward,
        RETENTION_DAYS,
        clock.date(-IN_FORCE_MARGIN - random.below(300)),
        clock.date(world.days + IN_FORCE_MARGIN + random.below(300)),
        purposes.join(";"),
        clock.date(world.days + 60 + random.below(200)),
        clock.date(world.days + 40 + random.below(200)),
        `liaison@${partner.toLowerCase()}.example`,
        clock.date(-5 - random.below(50)),
      ];
    }),
  };
}

export function entitlementsTable({ clock, actors }: Scene, added: readonly { actor: string; grant: Grant }[]): Table {
  const rightsOf = (actor: Actor): Grant[] => [
    ...actor.grants,
    ...added.filter((each) => each.actor === actor.id).map(({ grant }) => grant),
  ];
  return {
    columns: ["actor_id", "collection", "granted_at", "expires_at"],
    rows: actors.flatMap((actor) =>
      rightsOf(actor).map(({ collection, from, until }) => [
        actor.id,
        collection,
        clock.date(from),
        until === null ? null : clock.date(until),
      ]),
    ),
  };
}

export function stepsTable(
  { clock }: Scene,
  requests: readonly SharingRequest[],
  ids: ReadonlyMap<string, string>,
): Table {
  const steps = requests.flatMap((request) => request.steps.map((step) => ({ request, step })));
  steps.sort((a, b) => a.step.at - b.step.at);
  return {
    columns: [
      "request_id",
      "step",
      "at",
      "actor_id",
      "partner",
      "tier",
      "purpose",
      "agreement_id",
      "object_id",
      "rule",
      "legal_basis",
    ],
    rows: steps.map(({ request, step }) => [
      ids.get(request.key) ?? null,
      step.step,
      clock.stamp(step.at),
      step.actor.id,
      request.partner,
      request.tier,
      request.purpose,
      request.agreement,
      request.item.id,
      step.rule,
      request.basis,
    ]),
  };
}

export function consentsTable({ clock }: Scene, consents: readonly Consent[]): Table {
  return {
    columns: ["object_id", "originator", "partner", "valid_from", "valid_to"],
    rows: consents.map(({ item, partner, from }) => {
      const day = clock.dayOf(HOME_ZONE, from);
      return [item.id, item.originator, partner, clock.date(day), clock.date(day + CONSENT_DAYS)];
    }),
  };
}
